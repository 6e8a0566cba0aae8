"""How far a plan is, when it is late, and which of several is shown (form-builder.md 4.2, prisoners.md 3)."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dps.prisoners.csip.rules import Record, Review, Status, history

ON = date(2026, 6, 1)


def record(**more: Any) -> Record:
    """A complete referral of which nothing has become yet."""
    made = Record(
        id=1, log_code="", prison="LEI", incident_on=ON, incident_type="INT", referred_on=ON, referral_complete=True,
        screening_outcome="", investigated=False, decision="", case_manager="", first_review_on=None,
        newest_review=None,
    )  # fmt: skip
    return replace(made, **more)


@pytest.mark.parametrize(
    ("facts", "status"),
    [
        ({"referral_complete": False}, "REFERRAL_PENDING"),
        ({"referral_complete": False, "screening_outcome": "CUR", "case_manager": "Jo"}, "REFERRAL_PENDING"),
        ({}, "REFERRAL_SUBMITTED"),
        ({"screening_outcome": "XYZ"}, "REFERRAL_SUBMITTED"),
        ({"investigated": True}, "REFERRAL_SUBMITTED"),
        ({"screening_outcome": "NFA"}, "NO_FURTHER_ACTION"),
        ({"screening_outcome": "WIN"}, "SUPPORT_OUTSIDE_CSIP"),
        ({"screening_outcome": "ACC"}, "ACCT_SUPPORT"),
        ({"screening_outcome": "OPE"}, "INVESTIGATION_PENDING"),
        ({"screening_outcome": "OPE", "investigated": True}, "AWAITING_DECISION"),
        ({"screening_outcome": "OPE", "investigated": True, "decision": "OPE"}, "AWAITING_DECISION"),
        ({"screening_outcome": "OPE", "investigated": True, "decision": "XYZ"}, "AWAITING_DECISION"),
        ({"screening_outcome": "OPE", "investigated": True, "decision": "NFA"}, "NO_FURTHER_ACTION"),
        ({"screening_outcome": "OPE", "investigated": True, "decision": "WIN"}, "SUPPORT_OUTSIDE_CSIP"),
        ({"screening_outcome": "OPE", "investigated": True, "decision": "ACC"}, "ACCT_SUPPORT"),
        ({"screening_outcome": "OPE", "investigated": True, "decision": "CUR"}, "PLAN_PENDING"),
        ({"screening_outcome": "OPE", "decision": "NFA"}, "NO_FURTHER_ACTION"),
        ({"screening_outcome": "NFA", "decision": "CUR"}, "NO_FURTHER_ACTION"),
        ({"screening_outcome": "CUR"}, "PLAN_PENDING"),
        ({"screening_outcome": "CUR", "case_manager": "Jo Ray"}, "CSIP_OPEN"),
        ({"screening_outcome": "CUR", "first_review_on": ON}, "CSIP_OPEN"),
        ({"screening_outcome": "CUR", "newest_review": Review(ON, None)}, "CSIP_OPEN"),
        ({"screening_outcome": "CUR", "case_manager": "Jo", "newest_review": Review(None, ON)}, "CSIP_CLOSED"),
        ({"screening_outcome": "OPE", "decision": "CUR", "newest_review": Review(ON, ON)}, "CSIP_CLOSED"),
        ({"screening_outcome": "NFA", "newest_review": Review(None, ON)}, "NO_FURTHER_ACTION"),
    ],
)
def test_how_far_it_is(facts: dict[str, Any], status: str) -> None:
    assert record(**facts).status == status


PLAN = record(screening_outcome="CUR", case_manager="Jo", first_review_on=ON)


@pytest.mark.parametrize(
    ("one", "next_on", "overdue", "closed_on"),
    [
        (PLAN, ON, 9, None),
        (replace(PLAN, first_review_on=ON + timedelta(9)), ON + timedelta(9), 0, None),
        (replace(PLAN, first_review_on=ON + timedelta(8)), ON + timedelta(8), 1, None),
        (replace(PLAN, first_review_on=None), None, 0, None),
        (replace(PLAN, newest_review=Review(ON + timedelta(30), None)), ON + timedelta(30), 0, None),
        (replace(PLAN, newest_review=Review(None, None)), None, 0, None),
        (replace(PLAN, newest_review=Review(ON, ON)), None, 0, ON),
        (record(first_review_on=ON), None, 0, None),
        (record(newest_review=Review(ON, ON)), None, 0, None),
    ],
)
def test_when_it_is_reviewed_next_or_was_closed(
    one: Record, next_on: date | None, overdue: int, closed_on: date | None
) -> None:
    today = ON + timedelta(9)
    assert (one.next_review_on, one.days_overdue(today), one.closed_on) == (next_on, overdue, closed_on)


def test_an_open_plan_is_shown_before_what_is_under_way_and_that_before_what_is_over() -> None:
    plan, asked, over = replace(PLAN, id=1), record(id=2), record(id=3, screening_outcome="NFA")
    assert history([]).current is None
    assert history([over, asked, plan]).current == plan
    assert history([over, asked]).current == asked
    later = replace(over, id=4, referred_on=ON + timedelta(1))
    assert history([over, later]).current == later
    assert history([replace(later, referred_on=None), over]).current == over


records = st.builds(
    record, id=st.integers(1, 9), referred_on=st.none() | st.dates(date(2025, 1, 1), ON), referral_complete=st.booleans(),
    screening_outcome=st.sampled_from(["", "CUR", "OPE", "NFA", "??"]), investigated=st.booleans(),
    decision=st.sampled_from(["", "CUR", "WIN", "ACC"]), case_manager=st.sampled_from(["", "Jo"]),
    newest_review=st.none() | st.builds(Review, st.none() | st.dates(ON), st.none() | st.dates(ON)),
)  # fmt: skip


@given(st.lists(records, max_size=8), st.dates(date(2025, 1, 1)))
def test_every_record_has_a_status_and_only_an_open_plan_is_late(some: list[Record], today: date) -> None:
    found = history(some)
    assert sorted(one.id for one in found.records) == sorted(one.id for one in some)
    days = [one.referred_on or date.min for one in found.records]
    assert days == sorted(days, reverse=True)
    for one in found.records:
        assert one.status in Status
        assert not one.days_overdue(today) or one.status is Status.CSIP_OPEN
        assert (one.closed_on is not None) == (one.status is Status.CSIP_CLOSED)
    opened = any(one.status is Status.CSIP_OPEN for one in some)
    assert (found.current is not None and found.current.status is Status.CSIP_OPEN) == opened
    assert found.plans <= len(some)
