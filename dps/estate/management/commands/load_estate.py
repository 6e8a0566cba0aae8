from typing import Any

from django.core.management.base import BaseCommand

from dps.estate.commands import load_estate


class Command(BaseCommand):
    help = "Load prisons and reference codes from the product's own data files. Safe to run again."

    def handle(self, *args: Any, **options: Any) -> None:
        agencies, codes = load_estate()
        self.stdout.write(f"{agencies} agencies and {codes} reference codes are in place.")
