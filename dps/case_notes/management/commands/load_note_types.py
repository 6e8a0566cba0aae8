from typing import Any

from django.core.management.base import BaseCommand

from dps.case_notes.catalogue.loading import load_types


class Command(BaseCommand):
    help = "Add the types of case notes that come with the product and are not there yet. Safe to run again."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"{load_types()} sub-types were added.")
