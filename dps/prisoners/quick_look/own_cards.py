"""The cards whose data NOMIS holds (prisoners.md 3)."""

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from typing import Any

from dps.estate import queries as estate
from dps.platform import local_time
from dps.platform.design.environment import plural
from dps.prisoners.quick_look.cards import Card, Facts, Link, Present
from dps.prisoners.rules import custody, days, key_dates
from dps.prisoners.rules.access import Part


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text[:10]) if text else None


def _moment(text: str) -> datetime:
    return local_time.in_london(datetime.fromisoformat(text))


COURT_SQL = """
SELECT jsonb_build_object(
  'next', (SELECT jsonb_build_object('at', at, 'court', court, 'type', type) FROM prisoners_courtappearance
            WHERE booking_id = %(booking)s AND at >= %(day_from)s AND status IN ('SCH', '') ORDER BY at, id LIMIT 1),
  'cases', (SELECT count(*) FROM prisoners_courtcase WHERE booking_id = %(booking)s AND status = 'A'),
  'dates', (SELECT dates FROM prisoners_sentencecalculation WHERE booking_id = %(booking)s
             ORDER BY calculated_at DESC, id DESC LIMIT 1),
  'confirmed', (SELECT confirmed_on FROM prisoners_releasedetail WHERE booking_id = %(booking)s))
"""


def _dates(read: Mapping[str, Any]) -> list[tuple[str, date]]:
    pairs = {kind: (_day(pair[0]), _day(pair[1])) for kind, pair in (read["dates"] or {}).items()}
    return key_dates.listed(key_dates.effective(pairs), confirmed_on=_day(read["confirmed"]))


def court(read: Any, facts: Facts) -> Mapping[str, Any]:
    """Next court appearance, active cases, release dates."""
    coming = read["next"]
    return {
        "next_at": _moment(coming["at"]) if coming else None,
        "court": estate.agency_name(coming["court"]) if coming else "",
        "cases": read["cases"],
        "dates": _dates(read),
    }


MONEY_SQL = """
SELECT coalesce(jsonb_object_agg(account, balance_pence - hold_pence), '{}') FROM prisoners_accountbalance
 WHERE person_id = %(number)s AND prison = %(prison)s
"""


def money(read: Any, facts: Facts) -> Mapping[str, Any]:
    """Spends and private cash at this prison, in pence; none when there is no account here."""
    return {"spends": read.get("SPENDS"), "cash": read.get("CASH"), "savings": read.get("SAVINGS")}


VISITS_SQL = """
SELECT jsonb_build_object(
  'next', (SELECT jsonb_build_object('at', starts_at, 'type', type) FROM prisoners_visit
            WHERE booking_id = %(booking)s AND starts_at >= %(day_from)s AND status = 'SCH'
            ORDER BY starts_at, id LIMIT 1),
  'left', (SELECT jsonb_build_array(visiting_orders, privileged_visiting_orders) FROM prisoners_visitbalance
            WHERE booking_id = %(booking)s))
"""


def visits(read: Any, facts: Facts) -> Mapping[str, Any]:
    """The next visit and the visits left."""
    coming, left = read["next"], read["left"]
    return {
        "next_at": _moment(coming["at"]) if coming else None,
        "kind": estate.label("VISIT_TYPE", coming["type"]) if coming else "",
        "left": left[0] + left[1] if left else None,
        "privileged": left[1] if left else 0,
    }


SEPARATE_SQL = """
SELECT jsonb_build_object('here', count(*) FILTER (WHERE r.agency = %(prison)s),
         'elsewhere', count(*) FILTER (WHERE r.agency NOT IN (%(prison)s, 'OUT', 'TRN', '')))
  FROM (SELECT DISTINCT other_id FROM prisoners_nonassociation WHERE person_id = %(number)s
           AND (effective_on IS NULL OR effective_on <= %(today)s)
           AND (expires_on IS NULL OR expires_on > %(today)s)) n
  JOIN prisoners_searchrecord r ON r.person_id = n.other_id
"""

CONTACTS_SQL = """
SELECT jsonb_build_object('social', count(*) FILTER (WHERE type = 'S'), 'official', count(*) FILTER (WHERE type = 'O'))
  FROM prisoners_contact WHERE booking_id = %(booking)s AND active
"""


def as_read(read: Any, facts: Facts) -> Mapping[str, Any]:
    """Counts, shown as they are."""
    found: Mapping[str, Any] = read
    return found


ADJUDICATIONS_SQL = """
SELECT jsonb_build_object(
  'proven', (SELECT count(DISTINCT a.id) FROM prisoners_adjudication a
               JOIN prisoners_adjudicationhearing h ON h.adjudication_id = a.id
              WHERE a.booking_id = %(booking)s AND h.finding = 'PROVED' AND h.at >= %(today)s - interval '3 months'),
  'punishments', (SELECT coalesce(jsonb_agg(jsonb_build_array(code, months, days, effective_on)
                                            ORDER BY effective_on DESC, id), '[]') FROM prisoners_punishment
                  WHERE booking_id = %(booking)s AND status IN ('IMMEDIATE', 'AS_AWARDED', 'AWARD_RED', 'PROSPECTIVE')
                    AND effective_on + coalesce(days, 0) + coalesce(months, 0) * 30 >= %(today)s))
"""


def adjudications(read: Any, facts: Facts) -> Mapping[str, Any]:
    """Proven in the last three months, and punishments still running."""
    running = []
    for code, months, length, _ in read["punishments"]:
        parts = [plural(months, "month") if months else "", plural(length, "day") if length else ""]
        long = ", ".join(part for part in parts if part)
        running.append(estate.label("OIC_SANCT", code) + (f", {long}" if long else ""))
    return {"proven": read["proven"], "punishments": running}


INCENTIVES_SQL = """
SELECT jsonb_build_object(
  'reviews', (SELECT coalesce(jsonb_agg(jsonb_build_array(level, "on", sequence)), '[]')
                FROM prisoners_incentivereview WHERE booking_id = %(booking)s),
  'behaviour', {{behaviour}})
"""
"""Notes of behaviour are of another service, which supplies `behaviour`: {positive, negative} since the last review;
NULL when nothing is known of them."""


def incentives(read: Any, facts: Facts) -> Mapping[str, Any]:
    """Behaviour since the last review and when the next is due."""
    reviews = [custody.Incentive(level, date.fromisoformat(on), seq) for level, on, seq in read["reviews"]]
    current = custody.current_incentive(reviews)
    arrived = facts.arrived_on or (min(r.on for r in reviews) if reviews else None)
    due = None
    if arrived is not None:
        due, _ = custody.next_incentive_review(
            reviews, arrived_on=arrived, born_on=facts.born_on, acct_open=facts.acct_open
        )
    overdue = (facts.today - due).days if due else 0
    return {
        "level": estate.label("IEP_LEVEL", current.level) if current else "Not entered",
        "since": current.on if current else None,
        "behaviour": read["behaviour"],
        "due": due,
        "overdue": max(overdue, 0),
    }


def category(read: Any, facts: Facts) -> Mapping[str, Any]:
    """The category and its next review, from the header's own row."""
    code = facts.record["category"]
    return {
        "words": custody.category_words(code, estate.label("CATEGORY", code)),
        "next": facts.record["category_review_on"],
    }


def csra(read: Any, facts: Facts) -> Mapping[str, Any]:
    """The cell sharing risk and when it was assessed, from the header's own row."""
    code = facts.record["csra"]
    return {"words": estate.label("CSRA", code) if code else "Not entered", "on": facts.record["csra_on"]}


PERSONAL_SQL = """
SELECT jsonb_build_object(
  'language', (SELECT code FROM prisoners_language WHERE booking_id = %(booking)s AND type IN ('PREF_SPEAK', 'PRIM')
                ORDER BY type = 'PREF_SPEAK' DESC, id LIMIT 1),
  'interpreter', (SELECT bool_or(interpreter_required) FROM prisoners_language WHERE booking_id = %(booking)s))
"""
_IN_CASELOAD = ("Nationality", "Spoken language", "Religion or belief")


def personal(read: Any, facts: Facts) -> Mapping[str, Any]:
    """Birth, nationality, language, religion, ethnicity and numbers."""
    record = facts.record
    born = facts.born_on
    ethnicity = record["ethnicity"]
    entered = {
        "Date of birth": local_time.short_date(born) if born else "",
        "Age": custody.age_in_words(born, facts.today) if born else "",
        "Nationality": estate.label("NAT", record["nationality"]),
        "Spoken language": estate.label("LANG", read["language"] or "")
        + (" (interpreter needed)" if read["interpreter"] else ""),
        "Religion or belief": estate.label("RELF", record["religion"]),
        "Ethnic group": f"{estate.label('ETHNICITY', ethnicity)} ({ethnicity})" if ethnicity else "",
        "CRO number": record["cro"],
        "PNC number": record["pnc"],
    }
    shown = [term for term in entered if facts.in_caseload or term not in _IN_CASELOAD]
    return {"entries": [(term, entered[term] or "Not entered") for term in shown]}


BASIC_SQL = "SELECT '{}'::jsonb"


SCHEDULE_SQL = """
SELECT coalesce(jsonb_agg(jsonb_build_array(starts, ends, kind, words, place) ORDER BY starts), '[]') FROM (
  SELECT starts_at AS starts, ends_at AS ends, kind, coalesce(nullif(description, ''), sub_type) AS words,
         coalesce((SELECT nullif(local_name, '') FROM estate_location l WHERE l.id = location_id), '') AS place
    FROM prisoners_scheduledevent
   WHERE booking_id = %(booking)s AND status IN ('SCH', 'COMP', '') AND kind <> 'TRANSFER'
     AND starts_at >= %(day_from)s AND starts_at < %(day_to)s
  UNION ALL
  SELECT starts_at, ends_at, 'VISIT', type, '' FROM prisoners_visit
   WHERE booking_id = %(booking)s AND status IN ('SCH', 'NORM', 'COMP')
     AND starts_at >= %(day_from)s AND starts_at < %(day_to)s
  UNION ALL
  SELECT at, NULL, 'COURT', court, '' FROM prisoners_courtappearance
   WHERE booking_id = %(booking)s AND at >= %(day_from)s AND at < %(day_to)s) today
"""


def schedule(read: Any, facts: Facts) -> Mapping[str, Any]:
    """Today in three parts."""
    entries = []
    for starts, ends, kind, words, place in read:
        start, end = _moment(starts), _moment(ends) if ends else None
        if kind == "VISIT":
            words = f"Visit: {estate.label('VISIT_TYPE', words)}"
        elif kind == "COURT":
            words = f"Court: {estate.agency_name(words)}"
        entries.append(days.Entry(start.time(), end.time() if end else None, words, place))
    return {"slots": days.by_slot(entries)}


OFFENCES_SQL = """
SELECT jsonb_build_object(
  'main', (SELECT coalesce(nullif(description, ''), offence_code) FROM prisoners_charge
            WHERE booking_id = %(booking)s ORDER BY most_serious DESC, id LIMIT 1),
  'next', (SELECT jsonb_build_object('at', at, 'court', court) FROM prisoners_courtappearance
            WHERE booking_id = %(booking)s AND at >= %(day_from)s AND status IN ('SCH', '') ORDER BY at, id LIMIT 1),
  'dates', (SELECT dates FROM prisoners_sentencecalculation WHERE booking_id = %(booking)s
             ORDER BY calculated_at DESC, id DESC LIMIT 1),
  'confirmed', (SELECT confirmed_on FROM prisoners_releasedetail WHERE booking_id = %(booking)s))
"""


def offences(read: Any, facts: Facts) -> Mapping[str, Any]:
    """Main offence, why held, next court, release dates."""
    coming = read["next"]
    return {
        "main": read["main"] or "Not entered",
        "status": estate.label("IMP_STS", facts.record["imprisonment_status"]) or "Not entered",
        "next_at": _moment(coming["at"]) if coming else None,
        "court": estate.agency_name(coming["court"]) if coming else "",
        "dates": _dates(read),
        "release_on": facts.record["release_on"],
    }


def day_bounds(today: date) -> tuple[datetime, datetime]:
    """When a London day begins and ends; 23 or 25 hours apart when the clocks change."""
    return (
        datetime.combine(today, time(), local_time.LONDON),
        datetime.combine(today + timedelta(days=1), time(), local_time.LONDON),
    )


def _card(
    key: str, title: str, order: int, part: Part, sql: str, present: Present, link: tuple[str, str, Part] | None = None
) -> Card:
    template = f"prisoners/quick_look/{key}.html.jinja"
    return Card(key, title, order, part, sql, present, template, Link(*link) if link else None)


_WEEKS = ("Schedule for this week and next", "schedule/", Part.IN_CASELOAD_ONLY)
_ALL_PERSONAL = ("All personal details", "personal/", Part.BASIC)
_OFFENCES = ("Offences and release dates", "offences/", Part.BASIC)
_RATINGS = ("CSRA history", "csra/", Part.CSRA_HISTORY)
_VISITS = ("All visits", "visits/", Part.IN_CASELOAD_ONLY)
_MONEY = ("Transactions and savings", "money/", Part.IN_CASELOAD_ONLY)
CARDS = [
    _card("schedule", "Today's schedule", 10, Part.IN_CASELOAD_ONLY, SCHEDULE_SQL, schedule, _WEEKS),
    _card("personal", "Personal", 20, Part.BASIC, PERSONAL_SQL, personal, _ALL_PERSONAL),
    _card("offences", "Offences and sentence", 30, Part.BASIC, OFFENCES_SQL, offences, _OFFENCES),
    _card("incentives", "Incentives", 40, Part.BASIC, INCENTIVES_SQL, incentives),
    _card("category", "Category", 50, Part.BASIC, BASIC_SQL, category),
    _card("csra", "Cell sharing risk (CSRA)", 60, Part.BASIC, BASIC_SQL, csra, _RATINGS),
    _card("visits", "Visits", 80, Part.IN_CASELOAD_ONLY, VISITS_SQL, visits, _VISITS),
    _card("money", "Money", 90, Part.IN_CASELOAD_ONLY, MONEY_SQL, money, _MONEY),
    _card("adjudications", "Adjudications", 100, Part.ADJUDICATIONS, ADJUDICATIONS_SQL, adjudications),
    _card("separate", "Non-associations", 110, Part.BASIC, SEPARATE_SQL, as_read),
    _card("contacts", "External contacts", 120, Part.IN_CASELOAD_ONLY, CONTACTS_SQL, as_read),
    _card("court", "Court cases and release dates", 130, Part.COURT_AND_RELEASE, COURT_SQL, court, _OFFENCES),
]
