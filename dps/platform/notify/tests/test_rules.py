from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dps.platform.notify import rules
from dps.platform.notify.rules import Refusal, State, Verdict

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
LONDON = ZoneInfo("Europe/London")


@pytest.mark.parametrize(
    ("refusal", "verdict", "unsure"),
    [
        (Refusal(0), Verdict.RETRY, True),
        (Refusal(302), Verdict.RETRY, True),
        (Refusal(408), Verdict.RETRY, True),
        (Refusal(500), Verdict.RETRY, True),
        (Refusal(504, ("TimeoutError",)), Verdict.RETRY, True),
        (Refusal(429, ("RateLimitError",)), Verdict.PAUSE, False),
        (Refusal(429), Verdict.PAUSE, False),
        (Refusal(429, ("TooManyRequestsError",)), Verdict.UNTIL_TOMORROW, False),
        (Refusal(403, ("AuthError",), ("Error: Your system clock must be accurate",)), Verdict.CLOCK, False),
        (Refusal(403, ("AuthError",), ("Invalid token: API key revoked",)), Verdict.STOP, False),
        (Refusal(401, ("AuthError",)), Verdict.STOP, False),
        (Refusal(400, ("BadRequestError",)), Verdict.HOLD, False),
        (Refusal(404), Verdict.HOLD, False),
        (Refusal(413), Verdict.HOLD, False),
    ],
)
def test_what_a_refusal_means(refusal: Refusal, verdict: Verdict, unsure: bool) -> None:
    assert rules.verdict(refusal) is verdict
    assert refusal.unsure is unsure


def test_the_clock_is_forgiven_once() -> None:
    refusal = Refusal(403, ("AuthError",), ("system clock",))
    assert rules.verdict(refusal, clock_before=True) is Verdict.STOP


@pytest.mark.parametrize(
    ("refusal", "word"),
    [
        (Refusal(0), "did not answer"),
        (Refusal(503), "fault of its own"),
        (Refusal(429, ("TooManyRequestsError",)), "Today’s limit"),
        (Refusal(429, ("RateLimitError",)), "a minute"),
        (Refusal(403, (), ("clock",)), "clock"),
        (Refusal(403), "key"),
        (Refusal(400, ("ValidationError",), ("email_address Not a valid email address",)), "address"),
        (Refusal(400, ("InvalidPhoneError",)), "address"),
        (Refusal(400, (), ("recipient outside team",)), "own team"),
        (Refusal(400, (), ("Missing personalisation: x",)), "asks for something"),
        (Refusal(400, (), ("Template not found",)), "does not know the template"),
        (Refusal(400), "refused"),
    ],
)
def test_reasons_in_words(refusal: Refusal, word: str) -> None:
    assert word in rules.explain(refusal)


@given(st.integers(0, 599), st.lists(st.text(max_size=10)), st.text(max_size=200))
def test_every_refusal_has_a_verdict_and_words_that_repeat_nothing(status: int, types: list[str], told: str) -> None:
    refusal = Refusal(status, tuple(types), (f"sesame {told}",))
    assert rules.verdict(refusal) in Verdict
    assert "sesame" not in rules.explain(refusal)


def test_back_off() -> None:
    waits = [rules.after_no_answer(n, since=NOON, at=NOON, expires_at=None)[1] - NOON for n in range(1, 8)]
    assert [wait.total_seconds() for wait in waits] == [30, 120, 600, 1800, 7200, 7200, 7200]
    assert rules.after_no_answer(9, since=NOON, at=NOON + timedelta(hours=21), expires_at=None)[0] is State.QUEUED
    assert rules.after_no_answer(9, since=NOON, at=NOON + timedelta(hours=23), expires_at=None)[0] is State.HELD
    soon = NOON + timedelta(seconds=30)
    assert rules.after_no_answer(1, since=NOON, at=NOON, expires_at=soon)[0] is State.EXPIRED


def test_the_daily_limit_is_new_at_five_past_midnight_utc() -> None:
    assert rules.tomorrow(datetime(2026, 7, 1, 0, 30, tzinfo=LONDON)) == datetime(2026, 7, 1, 0, 5, tzinfo=UTC)
    assert rules.tomorrow(NOON) == datetime(2026, 11, 25, 0, 5, tzinfo=UTC)


def test_no_minute_holds_more_than_four_fifths_and_the_burst() -> None:
    busy, at, sent = None, NOON, []
    for _ in range(5_000):
        busy, wait = rules.take_turn(busy, at)
        if wait is None:
            sent.append(at)
        else:
            at = wait
    most = max(sum(first <= moment < first + timedelta(minutes=1) for moment in sent) for first in sent[::50])
    assert 2_400 <= most <= 3_000 + 250  # GOV.UK Notify's own bucket holds a burst of 1,000 and fills as fast
    quiet, wait = rules.take_turn(busy, NOON + timedelta(days=1))
    assert wait is None and quiet == NOON + timedelta(days=1) + rules.SPACING


@pytest.mark.parametrize(("hour", "waits"), [(6, 7), (7, None), (12, None), (19, None), (20, 7), (23, 7), (0, 7)])
def test_what_is_not_urgent_waits_for_the_morning(hour: int, waits: int | None) -> None:
    at = datetime(2026, 7, 1, hour, 59, tzinfo=LONDON)
    morning = rules.morning(at)
    assert (morning and morning.hour) == waits
    assert morning is None or timedelta(0) < morning - at < timedelta(hours=12)


STATES = st.sampled_from(State)
MOMENTS = st.none() | st.integers(0, 3).map(lambda n: NOON + timedelta(minutes=n))


@given(STATES, MOMENTS, st.lists(st.tuples(st.sampled_from(sorted(rules.RECEIPTS)), MOMENTS), max_size=8))
def test_receipts_in_any_order_never_lead_back(
    state: State, completed: datetime | None, told: list[tuple[str, datetime | None]]
) -> None:
    for status, moment in told:
        after = rules.after_receipt(state, completed, rules.RECEIPTS[status], moment)
        again = rules.after_receipt(after or state, moment if after else completed, rules.RECEIPTS[status], moment)
        assert again is None, "the same receipt twice changes nothing the second time"
        if after is None:
            continue
        if state in rules.FINAL:
            assert after in rules.FINAL and completed and moment and moment > completed
        state, completed = after, moment


def test_a_failure_is_sent_again_by_itself_and_not_for_ever() -> None:
    assert rules.resend_after(State.FAILED_TEMPORARY, 0) == timedelta(hours=4)
    assert rules.resend_after(State.FAILED_TEMPORARY, 1) is None
    assert rules.resend_after(State.FAILED_TECHNICAL, 2) == timedelta(hours=2)
    assert rules.resend_after(State.FAILED_TECHNICAL, 3) is None
    assert rules.resend_after(State.FAILED_PERMANENT, 0) is None
    assert rules.resend_after(State.DELIVERED, 0) is None


def test_who_may_act_on_what() -> None:
    assert {state for state in State if rules.may_send_again(state)} == {State.HELD, *rules.FAILED}
    assert {state for state in State if rules.may_cancel(state)} == {State.HELD, State.QUEUED}


@pytest.mark.parametrize(
    ("kind", "typed", "kept", "shown"),
    [
        ("email", " Aisha.Holroyd@Justice.GOV.uk\u200b ", "aisha.holroyd@justice.gov.uk", "a•••@justice.gov.uk"),
        ("sms", "+44 (0)7700 900-123", "+4407700900123", "•••••••0123"),
        ("sms", "07700 900123", "07700900123", "•••••••0123"),
        ("sms", "123456", "123456", "•••"),
        ("email", "", "", "•••"),
    ],
)
def test_addresses(kind: str, typed: str, kept: str, shown: str) -> None:
    assert rules.normal_address(kind, typed) == kept
    assert rules.masked(kept) == shown


@given(st.emails())
def test_a_masked_address_does_not_tell_whose_it_is(address: str) -> None:
    local = address.split("@")[0]
    assert len(local) == 1 or f"{local}@" not in rules.masked(address)


def test_secrets_are_known_by_their_names_and_taken_out() -> None:
    assert all(
        rules.is_secret(name) for name in ("reset_link", "Code", "api-token", "new password", "url", "recovery codes")
    )
    assert not any(rules.is_secret(name) for name in ("first_name", "when", "linked"))
    assert rules.without_secrets("ab abc", ["ab", "abc", ""]) == f"{rules.HIDDEN} {rules.HIDDEN}"


def test_every_name_has_a_sample() -> None:
    assert rules.sample_value("Reset-Link").startswith("https://")
    assert (rules.sample_value("first_name"), rules.sample_value("odd_thing")) == ("Aisha", "odd thing")
