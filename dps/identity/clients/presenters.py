"""Words, dates and tag colours for the pages of clients."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from dps.identity.clients import rules
from dps.identity.clients.queries import ClientRow
from dps.identity.provider.models import Client
from dps.platform.design.environment import plural
from dps.platform.local_time import long_date, long_date_and_time, short_date

COUNT_TAG = {2: "govuk-tag--yellow", 3: "govuk-tag--red"}


def age_words(since: datetime, at: datetime) -> str:
    """How old something is: `today`, `1 day`, `212 days`."""
    days = (at - since).days
    return plural(days, "day") if days > 0 else "today"


@dataclass(frozen=True, slots=True)
class Line:
    """One client of the list."""

    client: ClientRow
    use: str
    type: str
    tag: str
    age: str
    old: bool
    used: str
    over: bool


def line(row: ClientRow, *, at: datetime, today: date) -> Line:
    return Line(
        client=row,
        use=rules.GRANTS.get(row.grant, row.grant),
        type=rules.KINDS.get(row.kind, row.kind),
        tag=COUNT_TAG.get(min(row.copies, 3), ""),
        age=age_words(row.oldest_secret, at),
        old=rules.is_old(row.oldest_secret, at),
        used=short_date(row.used) or "Never",
        over=rules.is_over(row.ends_on, today),
    )


@dataclass(frozen=True, slots=True)
class CopyLine:
    """One copy on the page of its client."""

    client_id: str
    made: str
    age: str
    old: bool
    used: str
    may_go: bool


def copy_lines(copies: Sequence[Client], may_go: set[str], at: datetime) -> list[CopyLine]:
    """The copies, newest first."""
    return [
        CopyLine(
            client_id=copy.client_id,
            made=long_date(copy.secret_set_at),
            age=age_words(copy.secret_set_at, at),
            old=rules.is_old(copy.secret_set_at, at),
            used=long_date_and_time(copy.last_used_at) or "Never",
            may_go=copy.client_id in may_go,
        )
        for copy in copies
    ]


def _shown(field: str, value: object) -> list[str]:
    if field == "grant":
        return [rules.GRANTS.get(str(value), str(value))]
    if field == "second_step":
        return [rules.SECOND_STEPS.get(str(value), str(value))]
    if field == "kind":
        return [rules.KINDS.get(str(value), str(value))]
    if field == "hosting":
        return [rules.HOSTING.get(str(value), str(value))] if value else []
    if field == "ends_on":
        return [long_date(date.fromisoformat(str(value)))] if value else []
    if isinstance(value, int):
        return [plural(value, "second")]
    return [str(one) for one in value] if isinstance(value, list) else [str(value)] if value else []


_WHEN_NONE = {"allowed_addresses": "Anywhere", "ends_on": "None", "roles": "None"}


def rows(values: Mapping[str, object]) -> list[tuple[str, list[str]]]:
    """Label and lines of each plain setting, in order; what is empty is left out unless that says something."""
    shown = ((field, _shown(field, value) or [_WHEN_NONE.get(field, "")]) for field, value in values.items())
    return [(rules.LABELS[field], lines) for field, lines in shown if lines != [""]]


def changed_words(changes: Mapping[str, Sequence[object]]) -> list[str]:
    """What somebody else changed meanwhile, a sentence each."""
    return [
        f"{rules.LABELS.get(field, field)} was {', '.join(_shown(field, before)) or 'empty'}, and is now "
        f"{', '.join(_shown(field, after)) or 'empty'}"
        for field, (before, after) in changes.items()
    ]


FILE_COLUMNS = (
    "baseClientId",
    "name",
    "copies",
    "type",
    "team",
    "grantType",
    "roles",
    "oldestSecretSet",
    "lastUsed",
    "lastDay",
)


def file_row(row: ClientRow) -> list[str]:
    """One client in the downloaded file. A text that a spreadsheet would run as a formula gets a ' before it."""
    values = [
        row.base_id, row.name, str(row.copies), row.kind, row.team, row.grant, " ".join(row.roles),
        row.oldest_secret.isoformat(timespec="seconds"), row.used.isoformat(timespec="seconds") if row.used else "",
        row.ends_on.isoformat() if row.ends_on else "",
    ]  # fmt: skip
    return [f"'{value}" if value[:1] in "=+-@\t\r" and value else value for value in values]
