"""What prisons do so that people with care needs are not worse off, and what was answered in their assessments."""

from datetime import timedelta

from demo.people.person import Person, wall
from demo.rows import Rows

TREATMENTS = {
    "LD": ["LEARN SUPP", "PIC IMAGES", "VERB CLARITY"],
    "D": ["COMP SOFT", "FORM SMPL", "LEARN SUPP"],
    "HD": ["IND LOOP", "AMP TEL", "SGN LANG"],
    "VI": ["LGE PRINT", "READER/MACH", "C/VIS"],
    "RM": ["HANDRAILS", "WHEELCHR_ACC", "FURNITURE"],
    "MI": ["FLEX_REFRESH", "VERB CLARITY"],
    "ARTH": ["HANDRAILS", "FURNITURE"],
    "BRK": ["MOD_EQUIP"],
    "DI": ["FLEX_REFRESH"],
}
"""Adjustments that fit a care need, by its code."""
COMMENTS = [None, "Agreed with the person.", "Reviewed every three months.", "Wing staff know."]
CELL_SHARING_FORM = [
    (
        "Behaviour in custody",
        [
            (
                "Has this person been violent to somebody they shared a cell with?",
                ["No", "Yes, once", "Yes, repeatedly"],
            ),
            ("Has this person set a fire in custody?", ["No", "Yes"]),
        ],
    ),
    (
        "Risk to others",
        [
            ("Does this person threaten or attack people for what they are or believe?", ["No", "Yes"]),
            ("Is there a murder or serious assault of another prisoner on their record?", ["No", "Yes"]),
        ],
    ),
    ("Health", [("Did healthcare raise a concern about sharing a cell?", ["No", "Yes: see comment"])]),
    ("The person's own view", [("Is this person willing to share a cell?", ["Yes", "No", "Would rather not say"])]),
]
"""Sections, questions, and answers of which the first raises no concern."""
CELL_SHARING = 2
"""The assessment id of the form."""


def add_form(rows: Rows) -> None:
    """The tree of the cell sharing form: sections, questions, answers."""
    number = 0
    for place, (section, questions) in enumerate(CELL_SHARING_FORM, 1):
        rows.add("assessments", 10 + place, "SECT", f"S{place}", section, CELL_SHARING, place)
        for order, (question, answers) in enumerate(questions, 1):
            number += 1
            rows.add("assessments", 100 + number, "CAT", f"Q{number}", question, 10 + place, order)
            for choice, words in enumerate(answers, 1):
                rows.add("assessments", _answer(number, choice), "IND", f"{choice}", words, 100 + number, choice)


def _answer(question: int, choice: int) -> int:
    return 1000 + question * 10 + choice


def add_answers(p: Person, booking: int, review: int, level: str) -> None:
    """What was answered in one review: at least one concern when the risk is high, none otherwise. Some were written
    before answers were kept; now and then a question was left out."""
    c = p.about(41)
    if c.random() < 0.08:
        return
    questions = [answers for _, some in CELL_SHARING_FORM for _, answers in some]
    worrying = c.randrange(1, len(questions)) if level == "HI" else 0
    item = 0
    for number, answers in enumerate(questions, 1):
        likely = 1.0 if number == worrying else 0.2 if level == "HI" or number == len(questions) else 0.0
        choice = c.randrange(2, len(answers) + 1) if c.random() < likely else 1
        if number != worrying and c.random() < 0.04:
            continue
        item += 1
        p.add("offender_assessment_items", booking, review, item, _answer(number, choice), None)


def add_adjustments(p: Person) -> None:
    """For most care needs that can be helped, one or two things the prison does; those of a need that is over are over."""
    c = p.about(40)
    for need in p.care_needs:
        known = TREATMENTS.get(need.code, [])
        if not known or c.random() < 0.3:
            continue
        for treatment in c.sample(known, min(len(known), c.choices([1, 2], [70, 30])[0])):
            started = need.start + timedelta(days=c.randrange(((need.end or p.today) - need.start).days + 1))
            over = need.end
            if over is None and c.random() < 0.15:
                over = started + timedelta(days=c.randrange((p.today - started).days + 1))
            p.add(
                "offender_medical_treatments",
                p.new_id(),
                need.id,
                wall(started),
                wall(over) if over else None,
                treatment,
                c.choice(COMMENTS),
                p.place.code,
            )
