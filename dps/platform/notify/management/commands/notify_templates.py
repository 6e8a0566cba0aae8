import uuid
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from dps.platform.access import SYSTEM
from dps.platform.notify import catalogue, queries
from dps.platform.notify.commands import administration
from dps.platform.notify.commands.templates import check_templates
from dps.platform.web.refusals import Invalid


class Command(BaseCommand):
    help = "Shows what to create at GOV.UK Notify, takes the ids its templates got there, and compares the two"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--set", action="append", default=[], metavar="KEY=ID", help="which template a key is")
        parser.add_argument("--show", metavar="KEY", help="print the words to paste at GOV.UK Notify")
        parser.add_argument("--check", action="store_true", help="compare with GOV.UK Notify now")

    def handle(self, *args: Any, **options: Any) -> None:
        for pair in options["set"]:
            self._name(pair)
        if options["show"]:
            self._show(options["show"])
            return
        if options["check"]:
            check_templates()
        for named in queries.templates():
            problem = named.row.problem if named.row else ""
            self.stdout.write(
                f"{named.template.key}  {named.template.kind}  {named.notify_id or 'TO CREATE'}"
                f"  ({', '.join(named.template.placeholders)}){f'  {problem}' if problem else ''}"
            )

    def _name(self, pair: str) -> None:
        key, _, given = pair.partition("=")
        try:
            administration.name_template(SYSTEM, key.strip(), uuid.UUID(given.strip()))
        except ValueError:
            raise CommandError(f"{pair}: write KEY=ID, with the id GOV.UK Notify shows") from None
        except Invalid as refused:
            raise CommandError(str(refused)) from None

    def _show(self, key: str) -> None:
        try:
            template = catalogue.template(key)
        except catalogue.UnknownTemplate:
            raise CommandError(f"There is no template {key}") from None
        if template.subject is not None:
            self.stdout.write(f"Subject: {template.subject}\n\n")
        self.stdout.write(template.body)
