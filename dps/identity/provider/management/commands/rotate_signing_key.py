from typing import Any

from django.core.management.base import BaseCommand

from dps.identity.provider import keys
from dps.platform import local_time


class Command(BaseCommand):
    help = "Sign with a new key from now on. Tokens signed before stay good, and the old key stays published for them."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"Signing with {keys.rotate(at=local_time.now())} from now on.")
