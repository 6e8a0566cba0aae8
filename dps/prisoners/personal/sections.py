"""The sections of the Personal tab that are this room's own (prisoners.md 4)."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from dps.estate import queries as estate
from dps.platform import local_time
from dps.platform.design.environment import plural
from dps.prisoners.personal import commands, details, panels, presenters
from dps.prisoners.personal.fields import birth, languages, smoker
from dps.prisoners.personal.fields.appearance import LEFT, RIGHT, SHOE, eyes_words
from dps.prisoners.personal.fields.family import CHILD
from dps.prisoners.personal.fields.nationality import FIRST, MORE, NATIONALITIES
from dps.prisoners.personal.panels import Link, Panel, Row
from dps.prisoners.personal.queries import ANOTHER, MAIN_SPOKEN, MAIN_WRITTEN, PRIMARY, RELIGION
from dps.prisoners.personal.rules import answers
from dps.prisoners.personal.rules import measurements as m
from dps.prisoners.profile.frame import Opened
from dps.prisoners.rules import custody
from dps.prisoners.rules.access import Part

_DETAILS = """
SELECT coalesce(jsonb_object_agg(type, code), '{}') FROM (
  SELECT DISTINCT ON (type) type, code FROM prisoners_profiledetail
   WHERE booking_id = %(booking)s ORDER BY type, sequence) d
"""
PERSONAL_SQL = f"""
SELECT jsonb_build_object(
  'birth_place', p.birth_place, 'birth_country', p.birth_country, 'born', p.date_of_birth, 'sex', p.sex,
  'ethnicity', p.ethnicity,
  'name', (SELECT n.id::text FROM prisoners_personname n WHERE n.person_id = p.number AND n.is_working LIMIT 1),
  'belief', (SELECT jsonb_build_object('code', b.code, 'since', b.started_on) FROM prisoners_belief b
              WHERE b.person_id = p.number AND b.ended_on IS NULL ORDER BY b.started_on DESC NULLS LAST, b.id DESC
              LIMIT 1),
  'details', ({_DETAILS}))
  FROM prisoners_person p WHERE p.number = %(number)s
"""


def _change(field: str, part: Part = Part.EDIT) -> Link:
    return Link("Change", f"personal/{field}/", part)


def _detail(term: str, words: str, type: str, field: str, edit: Part = Part.EDIT, read: Part = Part.BASIC) -> Row:
    return Row(term, words, _change(field, edit), details.KIND, type, read)


def personal_details(read: Any, person: Opened) -> Mapping[str, Any]:
    """Birth, nationality, ethnicity, religion and the rest, each to those who may know it."""
    born = date.fromisoformat(read["born"]) if read["born"] else None
    kept, belief = read["details"], read["belief"]
    named, sensitive, inside = read["name"] or "", Part.EDIT_SENSITIVE, Part.IN_CASELOAD_ONLY
    religion = belief["code"] if belief else kept.get(RELIGION, "")
    since = f", since {local_time.long_date(date.fromisoformat(belief['since']))}" if belief and belief["since"] else ""
    nationalities = [estate.label(NATIONALITIES, kept.get(FIRST, "")), kept.get(MORE, "")]
    smokes = kept.get(smoker.TYPE, "")
    return {
        "rows": [
            Row(
                "Date of birth",
                f"{local_time.long_date(born)} ({custody.age_in_words(born, person.today)})" if born else "",
                _change("date-of-birth", sensitive),
                commands.NAME,
                named,
            ),
            Row("Sex", estate.label("SEX", read["sex"])),
            Row(
                "City or town of birth", read["birth_place"], _change("birth-place", sensitive), commands.BIRTH,
                part=inside,
            ),
            Row(
                "Country of birth", estate.label(birth.COUNTRIES, read["birth_country"]),
                _change("birth-country", sensitive), commands.BIRTH, part=inside,
            ),
            _detail("Nationality", "; ".join(filter(None, nationalities)), FIRST, "nationality", sensitive, inside),
            Row(
                "Ethnic group", birth.ethnicity_words(read["ethnicity"]), _change("ethnicity", sensitive),
                commands.NAME, named,
            ),
            Row(
                "Religion, faith or belief",
                estate.label("RELF", religion) + since if religion else "",
                _change("religion"),
                details.KIND,
                RELIGION,
                inside,
                [Link("Until now", "personal/religion/history/", inside)],
            ),
            _detail(
                "Sexual orientation", estate.label("SEXO", kept.get("SEXO", "")), "SEXO", "sexual-orientation",
                sensitive, inside,
            ),
            _detail(
                "Domestic status", estate.label("MARITAL", kept.get("MARITAL", "")), "MARITAL", "domestic-status",
                read=inside,
            ),
            _detail(
                "Number of children", answers.children_words(kept.get(CHILD, "")), CHILD, "children", read=inside
            ),
            _detail("Smoker or vaper", smoker.ANSWERS.get(smokes, smokes), smoker.TYPE, "smoker", read=inside),
        ]
    }  # fmt: skip


LANGUAGES_SQL = """
SELECT jsonb_agg(to_jsonb(l) ORDER BY l.id) FROM prisoners_language l WHERE l.booking_id = %(booking)s
"""


def _label(code: str) -> str:
    return estate.label(languages.LANGUAGES, code)


def known_languages(read: Any, person: Opened) -> Mapping[str, Any]:
    """Main languages, interpreter, and the others with what they can do in each."""
    rows = list(read or [])
    main = {row["type"]: row for row in reversed(rows) if row["type"] != ANOTHER}
    spoken, written = main.get(MAIN_SPOKEN) or main.get(PRIMARY), main.get(MAIN_WRITTEN)
    interpreter = any(row["interpreter_required"] for row in rows)
    change = _change("languages")
    shown = [
        Row(term, _label(row["code"]) if row else "", change, *_history(row))
        for term, row in (("Main spoken language", spoken), ("Main written language", written))
    ]
    if spoken and spoken["type"] == MAIN_SPOKEN and PRIMARY in main and main[PRIMARY]["code"] != spoken["code"]:
        shown.append(Row("First language", _label(main[PRIMARY]["code"])))
    shown.append(Row("Interpreter", ("Needed" if interpreter else "Not needed") if rows else "", change))
    for row in (row for row in rows if row["type"] == ANOTHER):
        path = f"personal/languages/{row['code']}/"
        term, words = _label(row["code"]), languages.skills_words(row) or "What they can do is not entered"
        remove = Link("Remove", f"{path}remove/", Part.EDIT)
        shown.append(Row(term, words, Link("Change", path, Part.EDIT), *_history(row), more=[remove]))
    return {
        "rows": shown,
        "links": [Link("Add a language", "personal/languages/add/", Part.EDIT)] if person.booking_id else [],
    }


def _history(row: Mapping[str, Any] | None) -> tuple[str, str]:
    """Kind and key of its changes; of every language when there is none."""
    return (commands.LANGUAGE, f"{row['code']}/{row['type']}" if row else "")


APPEARANCE_SQL = f"""
SELECT jsonb_build_object(
  'size', (SELECT jsonb_build_array(height_cm, weight_kg) FROM prisoners_physicalattributes
            WHERE booking_id = %(booking)s ORDER BY sequence DESC LIMIT 1),
  'details', ({_DETAILS}))
"""


def appearance(read: Any, person: Opened) -> Mapping[str, Any]:
    """Height, weight and what they look like."""
    height, weight = read["size"] or (None, None)
    kept = read["details"]

    def coded(term: str, type: str, field: str) -> Row:
        return _detail(term, estate.label(type, kept.get(type, "")), type, field)

    shoe = kept.get(SHOE, "")
    return {
        "rows": [
            Row("Height", m.height_words(height), _change("height"), commands.SIZE),
            Row("Weight", m.weight_words(weight), _change("weight"), commands.SIZE),
            coded("Hair type or colour", "HAIR", "hair"),
            coded("Facial hair", "FACIAL_HAIR", "facial-hair"),
            coded("Shape of face", "FACE", "face"),
            coded("Build", "BUILD", "build"),
            _detail("Eye colour", eyes_words(kept.get(RIGHT, ""), kept.get(LEFT, "")), RIGHT, "eyes"),
            _detail("Shoe size", shoe, SHOE, "shoe-size"),
        ]
    }


SECURITY_SQL = """
SELECT to_jsonb(EXISTS (SELECT 1 FROM prisoners_alert WHERE person_id = %(number)s AND code = 'XXRAY'
          AND deleted_at IS NULL AND (active_to IS NULL OR active_to > %(today)s)))
"""


def security(read: Any, person: Opened) -> Mapping[str, Any]:
    """X-ray body scans, with the warnings not to."""
    scans = person.record["scans"]
    return {
        "notices": presenters.scan_warnings(scans, alert=bool(read)),
        "rows": [Row("X-ray body scans", f"{plural(scans, 'scan')} this calendar year")],
        "links": [Link("Every X-ray body scan", "personal/x-ray-scans/", Part.BASIC)],
    }


SECTIONS = [
    Panel("personal-details", "Personal details", panels.PERSONAL_DETAILS, Part.BASIC, PERSONAL_SQL, personal_details),
    Panel("languages", "Languages", panels.LANGUAGES, Part.IN_CASELOAD_ONLY, LANGUAGES_SQL, known_languages),
    Panel("appearance", "Appearance", panels.APPEARANCE, Part.BASIC, APPEARANCE_SQL, appearance),
    Panel("security", "Security", panels.SECURITY, Part.BASIC, SECURITY_SQL, security),
]
