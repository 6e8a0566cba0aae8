from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from dps.identity.accounts.commands import unlock
from dps.platform.web.refusals import NotFound


class Command(BaseCommand):
    help = "Unlock an account that too many wrong passwords locked."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--username", required=True)

    def handle(self, *args: Any, **options: Any) -> None:
        username = options["username"].strip().upper()
        try:
            unlock(username=username)
        except NotFound:
            raise CommandError(f"There is no account {username}.") from None
        self.stdout.write(f"{username} is not locked.")
