"""Alerts in words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from dps.estate import queries as estate
from dps.estate.rules import displayed_location
from dps.platform import local_time
from dps.platform.jobs.steps import Progress
from dps.prisoners.alerts.models import BulkAlert
from dps.prisoners.alerts.queries import listing
from dps.prisoners.alerts.queries.listing import Codes, WithHistory
from dps.prisoners.alerts.rules import bulk
from dps.prisoners.alerts.rules import writing as rules
from dps.prisoners.alerts.rules.writing import is_active
from dps.prisoners.models import Alert


@dataclass(frozen=True, slots=True)
class Card:
    """One alert as the list and its own page show it. Dates are DD/MM/YYYY; who is a name, or a user name."""

    id: str
    type: str
    label: str
    code: str
    lines: list[str]
    started: str
    started_by: str
    updated: str
    updated_by: str
    ended: str
    ended_by: str
    authorised_by: str
    active: bool
    starts_later: bool
    twice: bool
    """Another active alert of this person has the same code: an import from NOMIS."""
    address: str
    links: list[tuple[str, str]] = field(default_factory=list)


def type_words(code: str) -> str:
    """What a type of alert is called."""
    return estate.label("ALERT", code)


def code_words(code: str) -> str:
    """What an alert is called."""
    return estate.label("ALERT_CODE", code)


def cards(
    alerts: Sequence[Alert], *, base: str, may_edit: bool, codes: Codes, active_codes: Sequence[str], today: date
) -> list[Card]:
    """Alerts for the pages of a person at `base`. One statement, for names."""
    names = listing.names_of(
        [name for alert in alerts for name in (alert.created_by, alert.modified_by, alert.ended_by)]
    )
    often = {code for code in active_codes if active_codes.count(code) > 1}
    return [_card(alert, names, base, may_edit and codes.may_write(alert.code), often, today) for alert in alerts]


def _card(alert: Alert, names: Mapping[str, str], base: str, editable: bool, often: set[str], today: date) -> Card:
    active, address = is_active(alert.active_to, today), f"{base}alerts/{alert.pk}/"
    links = []
    if active and editable:
        end = ("Change end date", f"{address}end/") if alert.active_to else ("Close alert", f"{address}close/")
        links = [("Add more details", f"{address}details/"), end]
    ended_by = (alert.ended_by or alert.modified_by) if alert.active_to else ""
    return Card(
        id=str(alert.pk),
        type=type_words(alert.type),
        label=code_words(alert.code),
        code=alert.code,
        lines=alert.description.splitlines(),
        started=local_time.short_date(alert.active_from),
        started_by=names.get(alert.created_by, alert.created_by),
        updated=local_time.short_date(alert.modified_at),
        updated_by=names.get(alert.modified_by, alert.modified_by),
        ended=local_time.short_date(alert.active_to),
        ended_by=names.get(ended_by, ended_by),
        authorised_by=alert.authorised_by,
        active=active,
        starts_later=alert.active_from > today,
        twice=active and alert.code in often,
        address=address,
        links=links,
    )


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that was done to an alert."""

    at: datetime
    words: list[str]
    who: str
    reason: str = ""


def history(found: WithHistory) -> list[Line]:
    """All that was done to an alert, newest first; what NOMIS did is known only by its last date."""
    alert = found.alert
    usernames = [alert.created_by, *(change.username for change in found.changes), *(r.username for r in found.reviews)]
    names = listing.names_of(usernames)
    lines = [
        Line(
            change.at,
            ["Alert created"] if change.before is None else rules.changes_in_words(*_dated(change)).splitlines(),
            change.display_name or names.get(change.username, change.username),
            change.reason,
        )
        for change in found.changes
    ]
    lines += [
        Line(
            review.at, ["Looked at: it still holds"], review.display_name or names.get(review.username, review.username)
        )
        for review in found.reviews
    ]
    if not any(change.before is None for change in found.changes):
        lines.append(Line(alert.created_at, ["Alert created"], names.get(alert.created_by, alert.created_by)))
        if alert.modified_at and not any(change.at >= alert.modified_at for change in found.changes):
            who = names.get(alert.modified_by, alert.modified_by)
            lines.append(Line(alert.modified_at, ["Changed in NOMIS"], who))
    return sorted(lines, key=lambda line: line.at, reverse=True)


def _dated(change: Any) -> tuple[dict[str, Any], dict[str, Any]]:
    return rules.with_dates(change.before or {}), rules.with_dates(change.after or {})


def describe(key: str, values: Mapping[str, Any]) -> str:
    """One state of an alert in a line, for the history of the record."""
    dated = rules.with_dates(values)
    until = f" to {rules.said(dated['active_to'])}" if dated.get("active_to") else ""
    words = f"{code_words(str(values.get('code', '')))}, from {rules.said(dated.get('active_from'))}{until}"
    return f"{words}: {values['description']}" if values.get("description") else words


_TAGS: dict[str, str] = {
    BulkAlert.State.DRAFT: "govuk-tag--grey",
    BulkAlert.State.WAITING: "govuk-tag--blue",
    BulkAlert.State.RUNNING: "govuk-tag--blue",
    BulkAlert.State.COMPLETE: "govuk-tag--green",
}
MODES = {
    bulk.Mode.KEEP_ALL.value: "They keep it",
    bulk.Mode.EXPIRE.value: "It ends for everybody who is not in the list",
}


@dataclass(frozen=True, slots=True)
class BulkShown:
    """A bulk alert in words."""

    tag: str
    state: str
    alert: str
    mode: str
    percent: int
    twentieths: int


def bulk_shown(plan: BulkAlert) -> BulkShown:
    """A bulk alert as it stands."""
    done = Progress(plan.done, plan.people)
    return BulkShown(
        tag=_TAGS.get(plan.state, ""),
        state=str(BulkAlert.State(plan.state).label),
        alert=f"{code_words(plan.code)} ({plan.code})" if plan.code else "Not chosen",
        mode=MODES.get(plan.mode, "Not chosen"),
        percent=done.percent,
        twentieths=done.twentieths,
    )


def wing_words(wing: str) -> str:
    """A wing as reports name it."""
    return f"{wing} wing" if len(wing) == 1 else displayed_location(wing) or "No location"
