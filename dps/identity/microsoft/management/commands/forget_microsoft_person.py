from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from dps.identity.microsoft.commands import forget_microsoft_person
from dps.platform import local_time
from dps.platform.access import SYSTEM
from dps.platform.web.refusals import NotFound


class Command(BaseCommand):
    help = "Let somebody else at Microsoft sign in to an account: the next one who has its verified address."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--username", required=True)

    def handle(self, *args: Any, **options: Any) -> None:
        username = options["username"].strip().upper()
        try:
            forgotten = forget_microsoft_person(username, by=SYSTEM, at=local_time.now())
        except NotFound:
            raise CommandError(f"There is no account {username}.") from None
        self.stdout.write(
            f"The Microsoft account of {username} is forgotten: the next one with its address is remembered."
            if forgotten
            else f"Nobody has signed in to {username} with a Microsoft account."
        )
