"""Bring data from NOMIS, and take the changes made here to it."""

import signal
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from dps.legacy import source
from dps.legacy.inbound import follow, load
from dps.legacy.outbound import writer

A_MOMENT = 1.0
"""Seconds of each round given to writing when following: the worker does most of it."""


class Command(BaseCommand):
    help = (
        "Bring data from NOMIS: everything (--full), what changed since (--once), or go on following (--follow)."
        " The last two also write what was changed here to NOMIS."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """What to do is one of three."""
        what = parser.add_mutually_exclusive_group(required=True)
        what.add_argument("--full", action="store_true", help="Load everything; goes on where one was interrupted")
        what.add_argument("--once", action="store_true", help="Apply all changes and deletions, then end")
        what.add_argument("--follow", action="store_true", help="Apply changes until stopped")
        parser.add_argument("--only", default="", help="Names of feeds, separated by commas")
        parser.add_argument("--every", type=float, default=1.0, help="Seconds between rounds when following")
        parser.add_argument("--sweep-minutes", type=float, default=10.0, help="How often deleted rows are looked for")

    def handle(self, *args: Any, **options: Any) -> None:
        """Run it; every refusal is a plain sentence."""
        only = [name.strip() for name in options["only"].split(",") if name.strip()]
        try:
            source.require_configured()
            if options["full"]:
                load.full_load(self._say, only=only)
            elif options["once"]:
                settled = writer.drain()
                changed, removed = follow.once(self._say, only)
                self._say(f"{changed:,} rows changed, {removed:,} removed, {settled:,} changes sent")
            else:
                self._follow(only, options)
        except (source.NomisNotConfigured, load.LoadRunning, load.GaveUp, ValueError) as problem:
            raise CommandError(str(problem)) from None

    def _follow(self, only: list[str], options: dict[str, Any]) -> None:
        stopped = False

        def stop(*_: Any) -> None:
            nonlocal stopped
            stopped = True

        signal.signal(signal.SIGTERM, stop)
        signal.signal(signal.SIGINT, stop)
        follow.follow(
            self._say,
            only=only,
            seconds=options["every"],
            sweep_minutes=options["sweep_minutes"],
            stop=lambda: stopped,
            between=lambda: writer.drain(seconds=A_MOMENT),
        )

    def _say(self, words: str) -> None:
        self.stdout.write(words)
        self.stdout.flush()
