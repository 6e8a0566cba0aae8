"""The entries this service itself knows of (prisoners.md 10)."""

from collections.abc import Mapping
from typing import Any

from dps.estate import queries as estate
from dps.estate.rules import displayed_location
from dps.prisoners.changes.kinds import kind_of
from dps.prisoners.rules import custody
from dps.prisoners.rules.access import Part
from dps.prisoners.timeline.sources import Source, Told

MIDNIGHT = "::timestamp AT TIME ZONE 'Europe/London'"
"""What makes a day of Europe/London a moment."""

MOVES_SQL = """
SELECT m.at, m.id::text AS id, jsonb_build_object('type', m.type, 'reason', m.reason, 'direction', m.direction,
       'from', m.from_agency, 'to', m.to_agency) AS data
  FROM prisoners_movement m JOIN prisoners_booking b ON b.id = m.booking_id WHERE b.person_id = %(number)s
"""
_MOVED = {
    ("ADM", "IN"): "Came into {to}",
    ("REL", "OUT"): "Released from {from_}",
    ("TRN", "OUT"): "Left {from_} for {to}",
    ("TRN", "IN"): "Arrived at {to} from {from_}",
    ("CRT", "OUT"): "Went to court: {to}",
    ("CRT", "IN"): "Came back from court",
    ("TAP", "OUT"): "Left on temporary absence",
    ("TAP", "IN"): "Came back from temporary absence",
}


def _moved(data: Mapping[str, Any]) -> Told:
    words = _MOVED.get((data["type"], data["direction"]), "Moved from {from_} to {to}")
    code = f"{data['type']}-{data['reason']}"
    reason = estate.labels("MOVE_RSN").get(code, "")
    places = {"from_": estate.agency_name(data["from"]) or "outside", "to": estate.agency_name(data["to"]) or "outside"}
    return Told(words.format(**places), reason)


CELLS_SQL = """
SELECT c.started_at AS at, c.id::text AS id, jsonb_build_object('path', l.path, 'agency', l.agency,
       'reason', c.reason) AS data
  FROM prisoners_cellassignment c JOIN prisoners_booking b ON b.id = c.booking_id
  JOIN estate_location l ON l.id = c.living_unit_id WHERE b.person_id = %(number)s
"""


def _cell(data: Mapping[str, Any]) -> Told:
    detail = estate.label("CELL_MOVE_RSN", data["reason"]) if data["reason"] else ""
    return Told(
        f"Moved to {displayed_location(data['path'])}, {estate.agency_name(data['agency'])}", detail, "location/"
    )


ALERTS_SQL = f"""
SELECT active_from{MIDNIGHT} AS at, id::text || 's' AS id, jsonb_build_object('id', id, 'code', code, 'what', 'start')
       AS data FROM prisoners_alert WHERE person_id = %(number)s AND deleted_at IS NULL AND active_from <= %(today)s
 UNION ALL
SELECT active_to{MIDNIGHT}, id::text || 'e', jsonb_build_object('id', id, 'code', code, 'what', 'end')
  FROM prisoners_alert WHERE person_id = %(number)s AND deleted_at IS NULL AND active_to <= %(today)s
"""


def _alert(data: Mapping[str, Any]) -> Told:
    words = estate.label("ALERT_CODE", data["code"])
    begun = "Alert started" if data["what"] == "start" else "Alert ended"
    return Told(f"{begun}: {words}", path=f"alerts/{data['id']}/")


INCENTIVES_SQL = f"""
SELECT coalesce(i.at, i."on"{MIDNIGHT}) AS at, i.id::text AS id, jsonb_build_object('level', i.level) AS data
  FROM prisoners_incentivereview i JOIN prisoners_booking b ON b.id = i.booking_id WHERE b.person_id = %(number)s
"""


def _incentive(data: Mapping[str, Any]) -> Told:
    return Told(f"Incentive level: {estate.label('IEP_LEVEL', data['level'])}")


CATEGORIES_SQL = f"""
SELECT a."on"{MIDNIGHT} AS at, a.id::text AS id, jsonb_build_object('level',
       coalesce(nullif(review_level, ''), nullif(override_level, ''), calculated_level)) AS data
  FROM prisoners_assessment a JOIN prisoners_booking b ON b.id = a.booking_id
 WHERE b.person_id = %(number)s AND a.kind = 'CATEGORY' AND a.status IN ('A', 'I')
   AND a.evaluation_result IN ('APP', '')
   AND coalesce(nullif(review_level, ''), nullif(override_level, ''), calculated_level) <> ''
"""


def _category(data: Mapping[str, Any]) -> Told:
    return Told(f"Category: {custody.category_words(data['level'], estate.label('CATEGORY', data['level']))}")


ADJUDICATIONS_SQL = """
SELECT h.at, h.id::text AS id, jsonb_build_object('number', a.id, 'finding', h.finding) AS data
  FROM prisoners_adjudicationhearing h JOIN prisoners_adjudication a ON a.id = h.adjudication_id
  JOIN prisoners_booking b ON b.id = a.booking_id WHERE b.person_id = %(number)s AND h.finding <> ''
"""


def _adjudication(data: Mapping[str, Any]) -> Told:
    return Told(f"Adjudication {data['number']}: {estate.label('OIC_FINDING', data['finding'])}")


VISITS_SQL = """
SELECT v.starts_at AS at, v.id::text AS id, jsonb_build_object('type', v.type, 'status', v.status) AS data
  FROM prisoners_visit v JOIN prisoners_booking b ON b.id = v.booking_id
 WHERE b.person_id = %(number)s AND v.starts_at < %(today)s
"""


def _visit(data: Mapping[str, Any]) -> Told:
    kind = estate.label("VISIT_TYPE", data["type"])
    return Told(f"Visit: {kind}", estate.label("VIS_STS", data["status"]), "visits/")


CHANGES_SQL = """
SELECT c.at, c.id::text AS id, jsonb_build_object('kind', c.kind, 'key', c.key, 'by', coalesce(nullif(c.display_name,
       ''), c.username), 'added', c.before IS NULL, 'removed', c.after IS NULL) AS data
  FROM prisoner_changes_change c WHERE c.person_id = %(number)s AND c.kind = ANY (%(kinds)s)
"""


def _change(data: Mapping[str, Any]) -> Told:
    kind = kind_of(data["kind"])
    title = kind.title(data["key"]) if kind else data["kind"].capitalize()
    done = "added" if data["added"] else "removed" if data["removed"] else "changed"
    return Told(f"{title} {done}", f"By {data['by']}", "changes/")


SOURCES = (
    Source("movement", "Movements", 10, Part.BASIC, MOVES_SQL, _moved),
    Source("cell", "Cells", 20, Part.LOCATION, CELLS_SQL, _cell),
    Source("alert", "Alerts", 30, Part.BASIC, ALERTS_SQL, _alert, whole_days=True),
    Source("incentive", "Incentives", 40, Part.INCENTIVE_HISTORY, INCENTIVES_SQL, _incentive),
    Source("category", "Category", 50, Part.BASIC, CATEGORIES_SQL, _category, whole_days=True),
    Source("adjudication", "Adjudications", 60, Part.ADJUDICATIONS, ADJUDICATIONS_SQL, _adjudication),
    Source("visit", "Visits", 70, Part.IN_CASELOAD_ONLY, VISITS_SQL, _visit),
    Source("change", "Changes to the record", 80, Part.IN_CASELOAD_ONLY, CHANGES_SQL, _change),
)
"""The day an alert starts or ends, and of a category, is no time of day."""
