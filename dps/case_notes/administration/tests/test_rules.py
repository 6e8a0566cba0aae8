"""What may be replaced and restored."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dps.case_notes.administration import rules
from dps.case_notes.administration.rules import Refused, Replacement, amendment_refusal, note_refusal
from dps.case_notes.rules import writing

CREATED = datetime(2026, 11, 24, 12, tzinfo=UTC)
ONE = UUID(int=1)


def problems(**more: object) -> dict[str, str]:
    values: dict[str, object] = {"type": "KA", "sub_type": "KS", "text": "x", "occurred_at": CREATED, **more}
    return rules.replacement_problems(
        Replacement(**values),  # type: ignore[arg-type]
        created_at=CREATED,
        was="w" * 5000,
        amendments_were={ONE: "was"},
    )


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({}, {}),
        ({"type": ""}, {"type": rules.CHOOSE_KIND}),
        ({"sub_type": ""}, {"type": rules.CHOOSE_KIND}),
        ({"text": " \n\0 "}, {"text": rules.SAY_TEXT}),
        ({"text": "y" * 5001}, {"text": writing.TOO_LONG}),
        ({"text": "y" * 5000}, {}),  # as long as it was: it came from NOMIS
        ({"occurred_at": None}, {"occurred_at": rules.GIVE_WHEN}),
        ({"occurred_at": CREATED + timedelta(seconds=1)}, {"occurred_at": rules.AFTER_CREATED}),
        ({"occurred_at": datetime(999, 1, 1, tzinfo=UTC)}, {"occurred_at": writing.REAL_DATE}),
        ({"amendments": {ONE: ""}}, {f"amendment-{ONE}": rules.SAY_AMENDMENT}),
        ({"amendments": {ONE: "z" * 4001}}, {f"amendment-{ONE}": writing.TOO_LONG}),
        ({"amendments": {ONE: "z" * 4000}}, {}),
        (
            {"type": "", "text": "", "occurred_at": None, "amendments": {ONE: ""}},
            {
                "type": rules.CHOOSE_KIND,
                "text": rules.SAY_TEXT,
                "occurred_at": rules.GIVE_WHEN,
                f"amendment-{ONE}": rules.SAY_AMENDMENT,
            },
        ),
    ],
)
def test_a_replacement_is_held_to_what_notes_are(more: dict[str, object], said: dict[str, str]) -> None:
    assert problems(**more) == said


@pytest.mark.parametrize(
    ("reason", "said"),
    [
        ("", rules.SAY_WHY),
        (" \n", rules.SAY_WHY),
        ("r" * 1001, rules.REASON_TOO_LONG),
        ("r" * 1000, ""),
        ("Wrong person", ""),
    ],
)
def test_a_reason_is_always_given(reason: str, said: str) -> None:
    assert rules.reason_problem(reason) == said


YES_NO = st.booleans()


@given(YES_NO, YES_NO, YES_NO, YES_NO, YES_NO)
def test_a_note_comes_back_once_and_only_where_it_was(
    deleted: bool, restored: bool, single: bool, number: bool, there: bool
) -> None:
    refused = note_refusal(
        deleted=deleted, restored=restored, single=single, number_is_there=number, note_is_there=there
    )
    assert (refused is None) == (deleted and not restored and not single and number and not there)


@given(YES_NO, YES_NO, YES_NO, YES_NO)
def test_details_come_back_once_and_only_to_their_note(
    restored: bool, number: bool, there: bool, on_note: bool
) -> None:
    refused = amendment_refusal(restored=restored, number_is_there=number, note_is_there=there, on_note=on_note)
    assert (refused is None) == (not restored and number and there and not on_note)
    assert (
        note_refusal(deleted=True, restored=False, single=False, number_is_there=False, note_is_there=False)
        is Refused.NUMBER_GONE
    )
