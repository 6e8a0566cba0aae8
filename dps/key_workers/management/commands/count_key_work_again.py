"""`manage.py count_key_work_again LEI --from 2026-10-01 --to 2026-10-31`: the figures of past days counted afresh."""

from argparse import ArgumentParser
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from dps.key_workers.figures import commands, rebuilds
from dps.key_workers.policies import Policy
from dps.platform import local_time
from dps.platform.access import SYSTEM
from dps.platform.web.refusals import Invalid


class Command(BaseCommand):
    help = "Counts the key work figures of past days of prisons afresh, from what is recorded now."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("prisons", nargs="+", metavar="PRISON", help="prison codes")
        parser.add_argument("--from", dest="from_", required=True, type=date.fromisoformat, help="YYYY-MM-DD")
        parser.add_argument("--to", required=True, type=date.fromisoformat, help="YYYY-MM-DD, yesterday at the latest")
        parser.add_argument(
            "--policy", choices=[str(one) for one in Policy], default=str(Policy.KEY_WORKER), help="the scheme"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        policy = Policy(options["policy"])
        for prison in options["prisons"]:
            code = prison.upper()
            try:
                made = commands.ask_for_rebuild(
                    SYSTEM, code, policy, from_=options["from_"], to=options["to"], at=local_time.now(),
                    today=local_time.today(),
                )  # fmt: skip
            except Invalid as refused:
                raise CommandError(str(refused)) from refused
            while not commands.rebuild_some(rebuild_id=made.pk, at=local_time.now()):
                found = rebuilds.one(made.pk, code, policy)
                self.stdout.write(f"{code}: {found.done} of {found.days} days")
            found = rebuilds.one(made.pk, code, policy)
            self.stdout.write(f"{code}: {found.counted} days counted, {found.skipped} skipped")
