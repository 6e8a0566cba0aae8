from typing import Any
from uuid import UUID

from django.core.management.base import BaseCommand, CommandError, CommandParser

from dps.case_notes.writing.moving import move_booking
from dps.platform.access import SYSTEM
from dps.platform.web.refusals import NotFound


class Command(BaseCommand):
    help = "Move the case notes of one booking to the prison number it belongs to. Kept and told as a move."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("booking", type=int, help="The id of the booking")
        parser.add_argument("number", help="The prison number the notes are under")
        parser.add_argument("to", help="The prison number they belong to")
        parser.add_argument("--reason", required=True)
        parser.add_argument("--note", type=UUID, action="append", help="Only this note of the booking; may be repeated")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            moved = move_booking(
                SYSTEM,
                booking_id=options["booking"],
                number=options["number"].upper(),
                to=options["to"].upper(),
                reason=options["reason"],
                note_ids=options["note"],
            )
        except NotFound as refused:
            raise CommandError(f"There is no such person, or both are the same: {refused}") from refused
        self.stdout.write(f"{moved} case notes were moved.")
