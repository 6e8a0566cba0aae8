from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dps.estate.queries import alert_flags
from dps.prisoners.rules import custody, flags, key_dates, names
from dps.prisoners.rules.custody import AssessmentFacts, Incentive, NextReview

TODAY = date(2026, 11, 24)
DAYS = st.dates(date(2000, 1, 1), date(2035, 12, 31))


@pytest.mark.parametrize(
    ("given_name", "shown"),
    [
        ("O'REILLY", "O'Reilly"), ("SMITH-DOE", "Smith-Doe"), ("MCDONALD", "McDonald"), ("VAN DER BERG", "Van der Berg"),
        ("RODRÍGUEZ", "Rodríguez"), ("D'ANGELO", "D'Angelo"), ("MACE", "Mace"), ("  TWO   SPACES ", "Two Spaces"),
        ("Already Right", "Already Right"), ("X", "X"), ("", ""),
    ],
)  # fmt: skip
def test_names_are_shown_with_care(given_name: str, shown: str) -> None:
    assert names.last_name(given_name) == shown


@given(st.text(max_size=40))
def test_no_name_breaks(name: str) -> None:
    assert isinstance(names.full_name(name, name), str)


@pytest.mark.parametrize(
    ("code", "band", "status", "convicted"),
    [
        ("LR_ORA", 2, "RECALL", "Convicted"), ("FTR/08", None, "RECALL", ""), ("DIED", 0, "DEAD", "Convicted"),
        ("IPP", 1, "INDETERMINATE_SENTENCE", "Convicted"), ("SENT03", 2, "SENTENCED", "Convicted"),
        ("A_FINE", 3, "SENTENCED", "Convicted"), ("JR", 4, "CONVICTED_UNSENTENCED", "Convicted"),
        ("SEC5", 7, "CONVICTED_UNSENTENCED", "Convicted"), ("X", 8, "IMMIGRATION_DETAINEE", "Convicted"),
        ("CIVIL", 9, "CIVIL_PRISONER", "Remand"), ("DET", 11, "IMMIGRATION_DETAINEE", "Convicted"),
        ("TRL", 12, "REMAND", "Remand"), ("CIV_RMD", 13, "CIVIL_PRISONER", "Remand"), ("RX", 14, "REMAND", "Remand"),
        ("UNKNOWN", 17, "UNKNOWN", "Remand"), ("SUP_ORD", 15, "OTHER", "Remand"), ("Y", None, "", ""),
    ],
)  # fmt: skip
def test_legal_and_convicted_status(code: str, band: int | None, status: str, convicted: str) -> None:
    assert custody.legal_status(code, band) == status
    assert custody.convicted_status(band) == convicted


def assessment(calculated: str = "", override: str = "", review: str = "", **more: object) -> AssessmentFacts:
    values = {"on": TODAY, "sequence": 1, "status": "A", "evaluation": "APP", **more}
    return AssessmentFacts(calculated=calculated, override=override, review=review, **values)  # type: ignore[arg-type]


def test_the_category_in_force() -> None:
    older = assessment("B", review="B", on=TODAY - timedelta(days=9))
    rejected = assessment("A", evaluation="REJ", sequence=2)
    pending = assessment("D", status="P", sequence=3)
    assert custody.category_in_force([older, rejected, pending]) == older
    assert custody.category_level(assessment("C", override="B")) == "B"
    assert custody.category_in_force([older, assessment(sequence=4)]) is None, "approved without a level is no category"


@pytest.mark.parametrize(
    ("calculated", "override", "review", "rating"),
    [
        ("STANDARD", "", "", "STANDARD"), ("STANDARD", "HI", "", "HI"), ("HI", "STANDARD", "", "HI"), ("LOW", "MED", "", "MED"),
        ("STANDARD", "HI", "STANDARD", "STANDARD"), ("STANDARD", "", "PEND", "STANDARD"), ("PEND", "", "", ""),
        ("", "LOW", "", "LOW"), ("", "", "", ""), ("", "PEND", "", ""), ("", "PEND", "PEND", ""), ("PEND", "PEND", "PEND", ""),
        ("LOW", "PEND", "", "LOW"), ("PEND", "LOW", "", "LOW"), ("ODD", "PEND", "", "ODD"), ("PEND", "ODD", "", "ODD"),
        ("PEND", "PEND", "HI", "HI"),
    ],
)  # fmt: skip
def test_csra_rating(calculated: str, override: str, review: str, rating: str) -> None:
    assert custody.csra_rating(assessment(calculated, override, review)) == rating


def test_the_current_incentive_is_the_highest_sequence_of_the_newest_day() -> None:
    reviews = [Incentive("STD", TODAY, 2), Incentive("ENH", TODAY, 3), Incentive("BAS", TODAY - timedelta(days=1), 9)]
    current = custody.current_incentive(reviews)
    assert current and current.level == "ENH"


ARRIVED = date(2026, 1, 31)


@pytest.mark.parametrize(
    ("reviews", "acct", "born", "due", "why"),
    [
        ([], False, date(1990, 1, 1), date(2026, 4, 30), NextReview.NEW_ARRIVAL),
        ([], False, date(2009, 1, 1), date(2026, 2, 28), NextReview.NEW_ARRIVAL),
        ([Incentive("STD", ARRIVED, 1)], False, None, date(2026, 4, 30), NextReview.NEW_ARRIVAL),
        ([Incentive("BAS", date(2026, 3, 1), 2)], False, None, date(2026, 3, 8), NextReview.BASIC),
        ([Incentive("BAS", date(2026, 3, 1), 2), Incentive("BAS", date(2026, 3, 8), 3)], False, None, date(2026, 4, 5),
         NextReview.STILL_BASIC),
        ([Incentive("BAS", date(2026, 3, 1), 2), Incentive("BAS", date(2026, 3, 8), 3)], True, None, date(2026, 3, 22),
         NextReview.STILL_BASIC),
        ([Incentive("ENH", date(2026, 3, 1), 2)], False, None, date(2027, 3, 1), NextReview.YEARLY),
    ],
)  # fmt: skip
def test_next_incentive_review(reviews, acct, born, due, why) -> None:  # type: ignore[no-untyped-def]
    assert custody.next_incentive_review(reviews, arrived_on=ARRIVED, born_on=born, acct_open=acct) == (due, why)


@given(DAYS, st.integers(0, 60))
def test_adding_months_never_overshoots(day: date, months: int) -> None:
    later = custody.add_months(day, months)
    assert (later.year * 12 + later.month) - (day.year * 12 + day.month) == months
    assert later.day <= day.day


@given(DAYS, DAYS)
def test_ages_agree_in_years_and_in_words(born: date, today: date) -> None:
    if born <= today:
        assert custody.age_in_words(born, today).split()[0] == str(custody.age_on(born, today))


@pytest.mark.parametrize(
    ("ends", "active"),
    [(None, True), (TODAY, False), (TODAY + timedelta(days=1), True), (TODAY - timedelta(days=1), False)],
)
def test_an_alert_that_ends_today_is_over(ends: date | None, active: bool) -> None:
    assert custody.is_alert_active(ends, TODAY) is active


@pytest.mark.parametrize(
    ("category", "codes", "withheld"),
    [("A", frozenset(), True), ("H", frozenset(), True), ("P", frozenset(), True), ("C", frozenset(), False),
     ("C", frozenset({"HPI"}), True), ("C", None, True)],
)  # fmt: skip
def test_withheld_photographs(category: str, codes: frozenset[str] | None, withheld: bool) -> None:
    assert custody.is_photo_withheld(category, codes) is withheld


def test_flags_and_the_alerts_they_do_not_show() -> None:
    rules = alert_flags()
    assert [flag.label for flag in flags.flags_for(["XSA", "SA", "HA", "MAS"], rules)] == [
        "ACCT open",
        "Staff assaulter",
    ]
    assert flags.more_alerts(["XSA", "SA", "HA", "MAS"], rules) == "+1 active alert", "two alerts share one flag"
    assert flags.more_alerts(["MAS", "ECA"], rules) == "2 active alerts"
    assert flags.more_alerts(["HA"], rules) == ""


def test_release_dates() -> None:
    day = date(2027, 1, 1)
    dates = {"CRD": (day, None), "ARD": (day, None), "PRRD": (None, day + timedelta(days=5)), "SED": (day, None)}
    counted = key_dates.effective(dates)
    assert key_dates.non_dto_release(counted) == ("PRRD", day + timedelta(days=5))
    assert key_dates.release_date(counted, confirmed_on=None) == day + timedelta(days=5)
    assert key_dates.release_date(counted, confirmed_on=day) == day
    assert key_dates.non_dto_release({"CRD": day, "ARD": day}) == ("ARD", day)
    assert key_dates.effective({"CRD": (day, day - timedelta(days=9))})["CRD"] == day - timedelta(days=9)
    assert key_dates.release_date({"MTD": day, "HDCAD": day - timedelta(days=3)}, confirmed_on=None) == day - timedelta(
        days=3
    )


@given(st.dictionaries(st.sampled_from(["ARD", "CRD", "NPD", "PRRD", "MTD", "SED"]), DAYS))
def test_the_release_date_is_one_of_the_dates(days: dict[str, date]) -> None:
    found = key_dates.release_date(days, confirmed_on=None)
    wanted = [day for kind, day in days.items() if kind != "SED"]
    assert found == max(wanted, default=None)
