import time
from datetime import date
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connections

from demo import schema
from demo.country import NATIONAL_FROM, fill
from dps.estate.queries import DATA
from dps.platform import local_time

THREE_PRISONS = ["LEI", "MDI", "NHI"]


class Command(BaseCommand):
    help = "Fill the NOMIS-shaped database with synthetic people. Everything in it is replaced."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--prisoners", type=int, default=900, help="people in custody")
        parser.add_argument("--records", type=int, default=0, help="people in all, released ones included")
        parser.add_argument("--seed", type=int, default=1)
        parser.add_argument("--today", type=date.fromisoformat, default=None, help="YYYY-MM-DD; today by default")

    def handle(self, *args: Any, **options: Any) -> None:
        if "nomis" not in connections or connections["nomis"].vendor != "postgresql":
            raise CommandError("Set NOMIS_DATABASE_URL to a PostgreSQL database: the demo never writes to Oracle.")
        in_custody = options["prisoners"]
        if not 3 <= in_custody <= 120_000 or options["records"] > 2_400_000:
            raise CommandError("--prisoners must be 3 to 120,000 and --records at most 2,400,000.")
        records = options["records"] or in_custody + in_custody // 3
        connection = connections["nomis"]
        started = time.monotonic()
        schema.create_tables(connection)
        prisons = THREE_PRISONS if in_custody < NATIONAL_FROM else _open_prisons()
        rows = fill(
            url=settings.NOMIS_DATABASE_URL,
            prisons=prisons,
            in_custody=in_custody,
            records=records,
            seed=options["seed"],
            today=options["today"] or local_time.today(),
            say=self.stdout.write,
        )
        schema.finish(connection)
        took = time.monotonic() - started
        self.stdout.write(
            f"{in_custody:,} people in custody of {records:,}, {len(prisons)} prisons: {rows:,} rows in {took:.0f} s."
        )


def _open_prisons() -> list[str]:
    import csv

    with (DATA / "agencies.csv").open(encoding="utf-8", newline="") as file:
        return [row["code"] for row in csv.DictReader(file) if row["type"] == "INST" and row["active"] == "Y"]
