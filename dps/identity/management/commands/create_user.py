import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from dps.identity.accounts.commands import create_user
from dps.platform.web.refusals import Invalid


def _line_of_stdin() -> str:
    return sys.stdin.readline().rstrip("\r\n")


class Command(BaseCommand):
    help = "Make an account that can sign in."

    def add_arguments(self, parser: CommandParser) -> None:
        for name in ("username", "email", "first-name", "last-name"):
            parser.add_argument(f"--{name}", required=True)
        password = parser.add_mutually_exclusive_group(required=True)
        password.add_argument("--password", help="shows in the list of processes and in the shell's history")
        password.add_argument("--password-from-stdin", action="store_true", help="the first line of standard input")
        parser.add_argument("--role", action="append", default=[], help="may be given more than once")
        parser.add_argument("--caseload", action="append", default=[], help="a prison code; the first is active")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            account = create_user(
                username=options["username"],
                email=options["email"],
                first_name=options["first_name"],
                last_name=options["last_name"],
                password=_line_of_stdin() if options["password_from_stdin"] else options["password"],
                roles=options["role"],
                caseloads=options["caseload"],
            )
        except Invalid as refused:
            lines = "\n".join(f"  --{field.replace('_', '-')}: {words}" for field, words in refused.problems.items())
            raise CommandError(f"The account was not made:\n{lines}") from None
        self.stdout.write(f"{account.username} can sign in.")
