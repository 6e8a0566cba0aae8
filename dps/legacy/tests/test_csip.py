"""Challenge, support and intervention plans from NOMIS: loaded, followed, deleted there."""

from datetime import UTC, date, datetime

import pytest

from dps.legacy.inbound.follow import Follower
from dps.legacy.models import SetAsideRow
from dps.legacy.outbound import prisoner
from dps.legacy.tests.conftest import Nomis
from dps.legacy.tests.test_follow import NOW, events, merge_in_nomis
from dps.prisoners.csip import queries
from dps.prisoners.csip.rules import Status
from dps.prisoners.models import CsipRecord, CsipReview

pytestmark = pytest.mark.django_db(databases=["default", "nomis"])


def test_records_and_reviews_arrive(loaded: Nomis) -> None:
    plan, old = CsipRecord.objects.order_by("id")
    assert (plan.id, plan.booking_id, plan.log_code, plan.prison, plan.incident_type) == (
        9501,
        2001,
        "LEI-001",
        "LEI",
        "INT",
    )
    assert (plan.incident_on, plan.referred_on, plan.referral_complete) == (date(2025, 8, 1), date(2025, 8, 2), True)
    assert (plan.screening_outcome, plan.screened_on, plan.investigated) == ("OPE", date(2025, 8, 5), True)
    assert (plan.decision, plan.decided_on, plan.case_manager) == ("CUR", date(2025, 8, 9), "Alice Jones")
    assert (plan.first_review_on, plan.created_at) == (date(2025, 9, 9), datetime(2025, 8, 2, 8, 30, tzinfo=UTC))
    assert (old.log_code, old.referral_complete, old.investigated, old.first_review_on) == ("", False, False, None)
    found = CsipReview.objects.order_by("id").values_list(
        "id", "record_id", "sequence", "remains_open", "next_review_on"
    )
    assert list(found) == [(9601, 9501, 1, True, date(2025, 10, 9)), (9602, 9501, 2, True, date(2025, 11, 9))]
    waiting = dict(SetAsideRow.objects.filter(feed__startswith="csip", kind="WAITING").values_list("feed", "reason"))
    assert waiting == {
        "csip records": "booking 2099 is not here yet",
        "csip reviews": "CSIP record 9503 is not here yet",
    }
    history = queries.history_of("A1234BC")
    assert [(one.id, one.status) for one in history.records] == [
        (9501, Status.CSIP_OPEN), (9502, Status.REFERRAL_PENDING),
    ]  # fmt: skip
    assert history.records[0].next_review_on == date(2025, 11, 9)


def test_no_word_of_an_investigation_is_kept(loaded: Nomis) -> None:
    kept = [str(value) for row in CsipRecord.objects.values_list() for value in row]
    assert not any("landing" in value for value in kept)


def test_a_change_and_a_closing_review_are_followed(follower: Follower, nomis: Nomis) -> None:
    nomis.run(
        f"UPDATE offender_csip_reports SET inv_evidence_secured = '', audit_timestamp = {NOW} WHERE csip_id = 9501"
    )
    assert follower.round() == 1
    assert not CsipRecord.objects.get(pk=9501).investigated
    nomis.run("INSERT INTO offender_csip_reviews VALUES (9604, 9501, 3, 'N', NULL, '2025-12-01')")
    assert follower.round() == 1
    [plan, _] = queries.history_of("A1234BC").records
    assert (plan.status, plan.closed_on) == (Status.CSIP_CLOSED, date(2025, 12, 1))
    assert events() == [("prisoner.updated", "A1234BC", ["STATUS"])] * 2


def test_what_waited_arrives_with_its_parent(follower: Follower, nomis: Nomis) -> None:
    nomis.run(
        "INSERT INTO offenders (offender_id, offender_id_display, root_offender_id, last_name, sex_code)"
        " VALUES (9999, 'K1111KK', 9999, 'PARENT', 'M')"
    )
    follower.round()
    assert not SetAsideRow.objects.filter(feed__startswith="csip", kind="WAITING").exists()
    [closed] = queries.history_of("K1111KK").records
    assert (closed.id, closed.newest_review and closed.newest_review.closed_on) == (9503, date(2026, 2, 1))


def test_what_is_deleted_there_goes_here(follower: Follower, nomis: Nomis) -> None:
    nomis.run("DELETE FROM offender_csip_reviews WHERE review_id = 9602")
    assert follower.round() == 0
    assert follower.sweep_all() == 1
    assert set(CsipReview.objects.values_list("id", flat=True)) == {9601}
    nomis.run("DELETE FROM offender_csip_reviews WHERE csip_id = 9501")
    nomis.run("DELETE FROM offender_csip_reports WHERE csip_id = 9501")
    assert follower.sweep_all() == 2
    assert set(CsipRecord.objects.values_list("id", flat=True)) == {9502} and not CsipReview.objects.exists()
    assert all(event == ("prisoner.updated", "A1234BC", ["STATUS"]) for event in events())


def test_a_merge_takes_them_along(follower: Follower, nomis: Nomis) -> None:
    nomis.run(
        "INSERT INTO offender_csip_reports (csip_id, offender_book_id, rfr_incident_date, rfr_date_reported)"
        " VALUES (9504, 2040, '2020-02-01', '2020-02-01')"
    )
    follower.round()
    assert [one.id for one in queries.history_of("E5678FG").records] == [9504]
    merge_in_nomis(nomis)
    follower.round()
    follower.sweep_all()
    assert [one.id for one in queries.history_of("D4567EF").records] == [9504]


def test_one_person_is_compared_and_read_again_with_them(loaded: Nomis) -> None:
    def compared() -> dict[str, list[str]]:
        found = (one for one in prisoner.compare("A1234BC") if "CSIP" in one.title)
        return {one.title: [difference.key for difference in one.differences] for one in found}

    assert compared() == {"CSIP referrals and plans": [], "Reviews of CSIP plans": []}
    CsipReview.objects.filter(pk=9602).update(next_review_on=None)
    CsipRecord.objects.filter(pk=9502).delete()
    loaded.run("DELETE FROM offender_csip_reviews WHERE review_id = 9601")
    assert compared() == {"CSIP referrals and plans": ["9502"], "Reviews of CSIP plans": ["9601", "9602"]}
    done = prisoner.resync("A1234BC")
    assert (done.changed, done.removed) == (2, 1)
    assert compared() == {"CSIP referrals and plans": [], "Reviews of CSIP plans": []}
