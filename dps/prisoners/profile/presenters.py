"""The header of a person's pages in words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from dps.estate import queries as estate
from dps.estate.rules import displayed_location
from dps.platform import local_time
from dps.prisoners.profile.queries import AlertRow
from dps.prisoners.rules import custody, flags, names
from dps.prisoners.rules.access import Part, Viewer, Whereabouts, may_see


@dataclass(frozen=True, slots=True)
class FlagWithAlerts:
    """A flag and the alerts behind it."""

    label: str
    family: str
    alerts: list[tuple[AlertRow, str]]


@dataclass(frozen=True, slots=True)
class Header:
    """Everything above the tabs."""

    number: str
    name: str
    full_name: str
    location: str
    may_see_location: bool
    category: str
    category_tag: str
    csra: str
    incentive: str
    strips: list[str]
    hidden_strip: str
    flags: list[FlagWithAlerts]
    more_alerts: str
    alerts_unavailable: bool
    photo: str
    """`shown`, `withheld` or `none`."""
    photo_withheld_by_rule: bool
    """Category A, H or P, or high public interest. Without that it may have been withheld by choice."""
    image_id: int | None
    statuses: list[str]


def header_of(
    record: Mapping[str, Any],
    alerts: Sequence[AlertRow] | None,
    whereabouts: Whereabouts,
    viewer: Viewer,
    today: date,
) -> Header:
    """The header. `alerts` are the active ones; None when they cannot be read."""
    codes = [alert.code for alert in alerts or []]
    rules = estate.alert_flags()
    words = estate.labels("ALERT_CODE")
    arrived = local_time.in_london(record["arrived_at"]).date() if record["arrived_at"] else None
    arrival = custody.arrival_strip(
        arrived_on=arrived, today=today, prison=record["agency"], active_caseload=viewer.active_caseload
    )
    withheld = custody.is_photo_withheld(record["category"], frozenset(codes) if alerts is not None else None)
    may_see_photo = alerts is not None and may_see(Part.PHOTO, whereabouts, viewer)
    return Header(
        number=record["number"],
        name=names.last_first(record["last_name"], record["first_name"]),
        full_name=names.full_name(record["first_name"], record["last_name"]),
        location=_location(record),
        may_see_location=may_see(Part.LOCATION, whereabouts, viewer),
        category=custody.category_words(record["category"], estate.label("CATEGORY", record["category"])),
        category_tag=custody.CATEGORY_TAGS.get(record["category"], ""),
        csra=estate.label("CSRA", record["csra"]) if record["csra"] else "Not entered",
        incentive=estate.label("IEP_LEVEL", record["incentive"]) if record["incentive"] else "Not entered",
        strips=[arrival] if arrival else [],
        hidden_strip=custody.status_strip(prison=record["agency"], caseloads=viewer.caseloads),
        flags=[
            FlagWithAlerts(
                flag.label,
                flag.family,
                [(a, words.get(a.code, a.code)) for a in alerts or [] if a.code in flag.codes],
            )
            for flag in flags.flags_for(codes, rules)
        ],
        more_alerts=flags.more_alerts(codes, rules),
        alerts_unavailable=alerts is None,
        photo="none"
        if not may_see_photo or alerts is None
        else "withheld"
        if withheld or record["photo_withheld"]
        else "shown"
        if record["image_id"]
        else "none",
        photo_withheld_by_rule=alerts is not None and withheld,
        image_id=record["image_id"],
        statuses=_statuses(record, codes),
    )


def _location(record: Mapping[str, Any]) -> str:
    if record["agency"] == "TRN":
        return "Transfer"
    if record["agency"] in ("OUT", ""):
        return "Released" if record["booking_id"] else "Never in custody"
    path = displayed_location(record["cell_path"]) or "Not entered"
    return f"{path} (Outside)" if record["in_out"] == "OUT" else path


def _statuses(record: Mapping[str, Any], codes: Sequence[str]) -> list[str]:
    prison = estate.agency_name(record["agency"])
    status = record["status"]
    where = {"ACTIVE IN": f"In {prison}", "ACTIVE OUT": f"Out from {prison}", "INACTIVE TRN": "Being transferred"}
    described = custody.location_description(
        in_out=record["in_out"],
        agency_name=prison,
        movement_type=record["last_movement_type"],
        movement_words=estate.label("MOVE_TYPE", record["last_movement_type"]),
        left=estate.agency_name(record["left_agency"]) if record["left_agency"] else "",
        hospital=estate.agency_name(record["hospital"]) if record["hospital"] else "",
    )
    said = [where.get(status, described) if status else "Never in custody"]
    if record["needs"]:
        said.append("Additional needs")
    if "LIST_REC" in record["listener"]:
        said.append("Recognised listener")
    elif "LIST_SUIT" in record["listener"]:
        said.append("Suitable listener")
    if record["transfer_to"]:
        said.append(f"Scheduled transfer to {estate.agency_name(record['transfer_to'])}")
    if "XXRAY" in codes:
        said.append("Do not X-ray body scan: alert")
    if record["scans"] >= custody.SCAN_LIMIT:
        said.append(f"X-ray body scan limit reached for this year ({record['scans']} scans): do not scan")
    return said
