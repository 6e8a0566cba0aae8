from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from dps.platform.access import all_grants
from dps.platform.access.addresses import all_addresses
from dps.platform.access.table import as_markdown


class Command(BaseCommand):
    help = "Write the permission table to docs/permissions.md."

    def handle(self, *args: Any, **options: Any) -> None:
        path = Path(settings.ROOT) / "docs" / "permissions.md"
        path.write_text(as_markdown(all_grants(), all_addresses()), encoding="utf-8")
        self.stdout.write(f"{path.relative_to(settings.ROOT)} is up to date.")
