from typing import Any

from django.core.management.base import BaseCommand

from dps.identity.accounts.catalogue import load_roles
from dps.identity.users.domains.commands import load_domains
from dps.platform import local_time


class Command(BaseCommand):
    help = "Load the catalogue of roles and the allowed e-mail domains. What administrators changed is kept."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"{load_roles()} roles added")
        self.stdout.write(f"{load_domains(at=local_time.now())} e-mail domains added")
