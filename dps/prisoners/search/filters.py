"""What narrows a search, as conditions on the search record `r` and on its names `n`."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from dps.estate.rules import location_prefix
from dps.platform import local_time
from dps.prisoners.search.rules import CONVICTED, born_between

DETAIL = "prisoner_search_index_searchdetail"


@dataclass(frozen=True, slots=True)
class Filters:
    """What narrows a search. Empty values filter nothing."""

    location: str = ""
    alert_codes: tuple[str, ...] = ()
    sex: str = ""
    born_on: date | None = None
    born_from: date | None = None
    born_to: date | None = None
    where: str = ""
    """IN, OUT or '': in custody anywhere, or outside."""
    incentive: str = ""
    category: str = ""
    csra: str = ""
    legal_status: str = ""
    """A legal status, or CONVICTED for all that follow a conviction."""
    age_band: str = ""
    arrived_within_hours: int = 0
    leaves_within_days: int = 0
    """Released, or at the end of the sentence, within this many days from today."""
    inside: str = ""
    """IN or OUT of the prison now; '' for both."""
    photo: str = ""
    """YES or NO."""
    religion: str = ""
    language: str = ""
    key_worker: int | None = None
    aliases_too: bool = True


def of_record(filters: Filters, prison: str | None, today: date) -> tuple[dict[str, str], dict[str, Any]]:
    """Conditions on the record by the name of the filter, each true of whom it lets through, and their values."""
    conditions: dict[str, str] = {}
    values: dict[str, Any] = {"today": today}
    if filters.location and prison:
        prefix = location_prefix(prison, filters.location)
        conditions["location"] = "(starts_with(r.cell_path, %(location)s) OR r.cell_path = rtrim(%(location)s, '-'))"
        values["location"] = prefix
    if filters.alert_codes:
        conditions["alerts"] = (
            "EXISTS (SELECT 1 FROM prisoners_alert a WHERE a.person_id = r.person_id AND a.deleted_at IS NULL"
            " AND a.code = ANY (%(alert_codes)s) AND (a.active_to IS NULL OR a.active_to > %(today)s))"
        )
        values["alert_codes"] = list(filters.alert_codes)
    for column, value in (
        ("incentive", filters.incentive),
        ("category", filters.category),
        ("csra", filters.csra),
        ("religion", filters.religion),
    ):
        if value:
            conditions[column] = f"r.{column} = %({column})s"
            values[column] = value
    if filters.legal_status:
        conditions["legal"] = "r.legal_status = ANY (%(legal)s)"
        values["legal"] = list(CONVICTED) if filters.legal_status == "CONVICTED" else [filters.legal_status]
    if filters.age_band:
        conditions["age"] = "coalesce(r.date_of_birth BETWEEN %(band_from)s AND %(band_to)s, false)"
        values["band_from"], values["band_to"] = born_between(filters.age_band, today)
    if filters.arrived_within_hours:
        conditions["arrived"] = "coalesce(r.arrived_at > %(arrived_after)s, false)"
        values["arrived_after"] = local_time.now() - timedelta(hours=filters.arrived_within_hours)
    if filters.inside:
        conditions["inside"] = "r.in_out = %(inside)s"
        values["inside"] = filters.inside
    if filters.photo:
        conditions["photo"] = f"r.image_id IS {'NOT ' if filters.photo == 'YES' else ''}NULL"
    of_detail = {
        "leaves": "(r.release_on BETWEEN %(today)s AND %(leaves_by)s"
        " OR d.sentence_ends_on BETWEEN %(today)s AND %(leaves_by)s)"
        if filters.leaves_within_days
        else "",
        "language": "d.language = %(language)s" if filters.language else "",
        "key_worker": "d.key_worker_id = %(key_worker)s" if filters.key_worker is not None else "",
    }
    for name, condition in of_detail.items():
        if condition:
            conditions[name] = f"EXISTS (SELECT 1 FROM {DETAIL} d WHERE d.person_id = r.person_id AND {condition})"
    values["leaves_by"] = today + timedelta(days=filters.leaves_within_days)
    values["language"], values["key_worker"] = filters.language, filters.key_worker
    if filters.where == "IN":
        conditions["where"] = "r.agency NOT IN ('OUT', '')"
    elif filters.where == "OUT":
        conditions["where"] = "r.agency = 'OUT'"
    return conditions, values


def of_name(filters: Filters) -> tuple[list[str], dict[str, Any]]:
    """Sex and birth are checked on the name that matched, main or alias (search.md 3)."""
    clauses: list[str] = [] if filters.aliases_too else ["n.is_working"]
    values: dict[str, Any] = {}
    if filters.sex:
        clauses.append("n.sex = %(sex)s")
        values["sex"] = filters.sex
    if filters.born_on:
        clauses.append("n.date_of_birth = %(born_on)s")
        values["born_on"] = filters.born_on
    if filters.born_from:
        clauses.append("n.date_of_birth >= %(born_from)s")
        values["born_from"] = filters.born_from
    if filters.born_to:
        clauses.append("n.date_of_birth <= %(born_to)s")
        values["born_to"] = filters.born_to
    return clauses, values
