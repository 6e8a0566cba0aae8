"""Which changes to list."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

from django.http import QueryDict

from dps.platform.design.forms import DateField, DpsForm, SelectField
from dps.platform.local_time import LONDON
from dps.prisoners.changes.kinds import Kind
from dps.prisoners.changes.queries import Wanted


def _midnight(day: date | None, days: int = 0) -> datetime | None:
    return datetime.combine(day + timedelta(days=days), time(), tzinfo=LONDON) if day else None


def kind_words(kind: Kind) -> str:
    """What staff call all things of a kind together."""
    return kind.key[:1].upper() + kind.key[1:]


class ChangesForm(DpsForm):
    """By kind and day."""

    kind = SelectField(label="What was changed")
    since = DateField(label="Date from", hint="")
    until = DateField(label="Date to", hint="")

    def __init__(self, query: QueryDict, kinds: Sequence[Kind]) -> None:
        super().__init__(query)
        self.fields["kind"].choices = [("", "Everything"), *((kind.key, kind_words(kind)) for kind in kinds)]

    def clean(self) -> dict[str, Any]:
        since, until = self.cleaned_data.get("since"), self.cleaned_data.get("until")
        if since and until and since > until:
            self.add_error("until", "Date to must be the same as or after date from")
        return self.cleaned_data

    def wanted(self) -> Wanted:
        """What is asked for; what could not be understood is left out, and told above the list."""
        self.is_valid()
        asked = self.cleaned_data
        until = asked.get("until")
        return Wanted(
            asked.get("kind", ""),
            _midnight(asked.get("since")),
            _midnight(until, 1) if until and until < date.max else None,
        )
