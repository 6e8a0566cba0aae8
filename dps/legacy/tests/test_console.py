from datetime import UTC, datetime, timedelta

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from dps.identity.accounts.commands import create_user
from dps.legacy.models import FeedState, LinkState, SetAsideRow
from dps.legacy.rules import Health, Signs, health, lag, notice

NOON = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)


def ago(**span: float) -> datetime:
    return NOON - timedelta(**span)


@pytest.mark.parametrize(
    ("signs", "found"),
    [
        (Signs(configured=False), Health.NOT_SET_UP),
        (Signs(configured=True), Health.NEVER_LOADED),
        (Signs(configured=True, load_started_at=ago(minutes=1)), Health.LOADING),
        (Signs(configured=True, load_started_at=ago(hours=2), load_finished_at=ago(hours=3)), Health.LOADING),
        (Signs(configured=True, load_started_at=ago(hours=3), load_finished_at=ago(hours=2)), Health.NOT_FOLLOWING),
        (Signs(configured=True, follower_seen_at=ago(seconds=5)), Health.WELL),
        (Signs(configured=True, follower_seen_at=ago(seconds=5), failing_since=ago(hours=1)), Health.AWAY),
        (Signs(configured=True, follower_seen_at=ago(minutes=3), last_answer_at=ago(minutes=3)), Health.NOT_FOLLOWING),
    ],
)
def test_health(signs: Signs, found: Health) -> None:
    assert health(signs, NOON) is found


def test_lag_counts_from_the_last_answer_of_any_kind() -> None:
    assert lag(Signs(configured=True), NOON) is None
    answered = Signs(configured=True, last_answer_at=ago(hours=1), load_finished_at=ago(minutes=2))
    assert lag(answered, NOON) == timedelta(minutes=2)


@pytest.mark.parametrize(
    ("minutes", "configured", "said"),
    [
        (15, True, ""),
        (16, True, "NOMIS has not answered since 10:32. What you see may be out of date."),
        (16, False, ""),
    ],
)
def test_people_are_told_when_data_is_old(minutes: int, configured: bool, said: str) -> None:
    signs = Signs(configured=configured, last_answer_at=ago(minutes=minutes))
    assert notice(signs, NOON, "10:32") == said


@pytest.fixture
def admin(db: None, client: Client) -> Client:
    account = create_user(
        username="LINKADMIN",
        email="link@example.gov.uk",
        first_name="Ann",
        last_name="Lee",
        password="landing keys kettle 7",
        roles=["NOMIS_LINK_ADMIN"],
        caseloads=["LEI"],
    )
    client.force_login(account)
    return client


def test_the_console_shows_feeds_absent_tables_and_what_is_set_aside(
    admin: Client, django_assert_max_num_queries: object
) -> None:
    LinkState.objects.create(last_answer_at=datetime(2026, 1, 1, tzinfo=UTC), failure="NOMIS cannot be reached (x)")
    FeedState.objects.create(feed="names", rows_read=1_234_567, absent=["offenders.suffix"])
    FeedState.objects.create(feed="languages", last_error="NOMIS has no table OFFENDER_LANGUAGES")
    set_aside(3)
    with django_assert_max_num_queries(9):  # type: ignore[operator]
        text = admin.get("/nomis/").content.decode()
    for words in (
        "1,234,567",
        "OFFENDERS.SUFFIX",
        "NOMIS has no table OFFENDER_LANGUAGES",
        "NOMIS cannot be reached (x)",
        "NOMIS has not answered since 1 January 2026 at 00:00",
    ):
        assert words in text, words


def set_aside(number: int) -> None:
    now = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
    SetAsideRow.objects.bulk_create(
        SetAsideRow(
            feed="alerts",
            key=[1, n],
            key_text=f"1 / {n}",
            kind="UNREADABLE",
            reason=f"<b>ALERT_DATE {n}",
            first_seen_at=now,
            last_seen_at=now,
        )
        for n in range(number)
    )


def test_rows_set_aside_are_paged_filtered_and_escaped(admin: Client) -> None:
    set_aside(60)
    text = admin.get("/nomis/set-aside/").content.decode()
    assert text.count("&lt;b&gt;ALERT_DATE") == 50 and "<b>ALERT" not in text
    assert admin.get("/nomis/set-aside/?page=2").content.decode().count("ALERT_DATE") == 10
    assert "0 rows" in admin.get("/nomis/set-aside/?feed=names").content.decode()
    assert admin.get("/nomis/set-aside/?feed=%00&kind=%27--&page=-1").status_code in (200, 400)


def test_only_those_who_look_after_the_link_may_see_it(db: None, client: Client) -> None:
    account = create_user(
        username="OFFICER",
        email="o@example.gov.uk",
        first_name="Al",
        last_name="Bo",
        password="landing keys kettle 7",
        caseloads=["LEI"],
    )
    client.force_login(account)
    assert client.get("/nomis/").status_code in (403, 404)


def test_without_a_nomis_the_command_says_what_to_set(settings: object) -> None:
    settings.DATABASES = {"default": {}}  # type: ignore[attr-defined]
    with pytest.raises(CommandError, match="NOMIS_DATABASE_URL is not set"):
        call_command("sync", "--once")
