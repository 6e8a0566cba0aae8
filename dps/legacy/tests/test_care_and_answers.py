"""Reasonable adjustments of care needs, and what was answered in assessments."""

from datetime import date

import pytest

from dps.legacy.inbound.follow import Follower
from dps.legacy.models import FeedState, SetAsideRow
from dps.legacy.outbound import prisoner
from dps.legacy.tests.conftest import Nomis
from dps.legacy.tests.test_follow import NOW, events
from dps.prisoners.models import AssessmentAnswer, CareNeed, ReasonableAdjustment

pytestmark = pytest.mark.django_db(databases=["default", "nomis"])


def answers() -> list[tuple[int, int, str, str]]:
    rows = AssessmentAnswer.objects.order_by("assessment_sequence", "question_order", "item")
    return list(rows.values_list("assessment_sequence", "item", "question", "answer"))


def test_adjustments_belong_to_their_care_need(loaded: Nomis) -> None:
    assert set(CareNeed.objects.values_list("id", "code", "status")) == {(601, "RM", "ON"), (602, "WHAT", "I")}
    rails, odd = ReasonableAdjustment.objects.order_by("id")
    assert (rails.care_need_id, rails.treatment, rails.started_on, rails.ended_on) == (
        601,
        "HANDRAILS",
        date(2025, 7, 3),
        None,
    )
    assert (rails.comment, rails.prison) == ("By the bed", "LEI")
    assert (odd.treatment, odd.started_on, odd.ended_on) == ("ODDTREAT", None, date(2025, 9, 1))
    assert (odd.comment, odd.prison) == ("Said on arrival", "")
    kinds = dict(SetAsideRow.objects.filter(feed="reasonable adjustments").values_list("key_text", "kind"))
    assert kinds == {"702": "CHANGED", "703": "WAITING"}
    waiting = SetAsideRow.objects.get(feed="reasonable adjustments", key_text="703")
    assert waiting.reason == "care need 699 is not here yet"


def test_answers_are_those_of_category_and_cell_sharing_in_the_order_of_the_form(loaded: Nomis) -> None:
    assert answers() == [
        (1, 1, "Any fires?", "No"),
        (2, 3, "Any fires?", "No"),
        (2, 2, "Any violence in a cell?", "Yes"),
        (2, 1, "Willing to share?", "Yes"),
        (2, 4, "", "Asked for a single cell"),
    ]
    assert not SetAsideRow.objects.filter(feed="answers").exists(), "those of parole are well, but not carried"


def test_changes_are_followed(follower: Follower, nomis: Nomis) -> None:
    nomis.run(
        f"UPDATE offender_medical_treatments SET end_date = '2026-11-01', audit_timestamp = {NOW}"
        " WHERE offender_medical_treatment_id = 701"
    )
    assert follower.round() == 1
    assert ReasonableAdjustment.objects.get(pk=701).ended_on == date(2026, 11, 1)
    assert events() == [("prisoner.updated", "A1234BC", ["PERSONAL_DETAILS"])]
    nomis.run(
        f"UPDATE offender_assessment_items SET assessment_id = 30, audit_timestamp = {NOW} WHERE assessment_id = 32"
    )
    assert follower.round() == 1
    assert (2, 1, "Any violence in a cell?", "Yes") in answers()
    assert events()[1:] == [("prisoner.updated", "A1234BC", ["STATUS"])]


def test_an_adjustment_is_stored_once_its_care_need_arrives(follower: Follower, nomis: Nomis) -> None:
    nomis.run("INSERT INTO offender_health_problems VALUES (699, 2030, 'PHY', 'ASTH', NULL, NULL, NULL, 'ON')")
    follower.round()
    follower.round()
    assert ReasonableAdjustment.objects.get(pk=703).care_need.booking.person_id == "D4567EF"
    assert not SetAsideRow.objects.filter(feed="reasonable adjustments", kind="WAITING").exists()


def test_answers_come_with_an_assessment_that_arrives_after_them(follower: Follower, nomis: Nomis) -> None:
    nomis.run(
        "INSERT INTO offender_assessments (offender_book_id, assessment_seq, assessment_type_id, assessment_date,"
        " assess_status, calc_sup_level_type) VALUES (2001, 9, 2, '2026-11-01', 'A', 'HI')"
    )
    follower.round()
    assert (9, 1, "Any violence in a cell?", "Yes") in answers()


def test_what_is_deleted_there_goes_here(follower: Follower, nomis: Nomis) -> None:
    nomis.run("DELETE FROM offender_medical_treatments WHERE offender_medical_treatment_id = 702")
    nomis.run("DELETE FROM offender_assessment_items WHERE item_seq = 2")
    assert follower.sweep_all() == 2
    assert set(ReasonableAdjustment.objects.values_list("id", flat=True)) == {701}
    assert [item for sequence, item, _, _ in answers() if sequence == 2] == [3, 1, 4]
    nomis.run("DELETE FROM offender_medical_treatments WHERE offender_medical_treatment_id = 701")
    nomis.run("DELETE FROM offender_health_problems WHERE offender_health_problem_id = 601")
    assert follower.sweep_all() == 2
    assert not ReasonableAdjustment.objects.exists() and not CareNeed.objects.filter(pk=601).exists()


def test_one_person_is_compared_and_read_again(loaded: Nomis) -> None:
    titles = ("Reasonable adjustments", "Answers of category and cell sharing risk")
    alike = {one.title: one for one in prisoner.compare("A1234BC")}
    assert [(alike[title].same, alike[title].differences) for title in titles] == [(2, []), (5, [])]
    ReasonableAdjustment.objects.filter(pk=701).update(comment="Changed here")
    AssessmentAnswer.objects.filter(item=2).delete()
    ReasonableAdjustment.objects.create(id=799, care_need_id=601, treatment="OTHR")
    done = prisoner.resync("A1234BC")
    assert (done.changed, done.removed) == (2, 1)
    assert ReasonableAdjustment.objects.get(pk=701).comment == "By the bed" and len(answers()) == 5


def test_a_nomis_without_the_tree_of_questions_still_gives_answers(nomis: Nomis) -> None:
    nomis.run("ALTER TABLE assessments DROP parent_assessment_id, DROP list_seq")
    follower = Follower()
    assert "assessments" in FeedState.objects.get(feed="answers").absent
    assert "answers" in follower.plans.runs
