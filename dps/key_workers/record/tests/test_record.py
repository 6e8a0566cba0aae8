"""What the record of a person shows of key work (key-workers.md 2.11)."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client

from dps.key_workers.models import Cover, PrisonSettings
from dps.key_workers.tests.workers import (
    KW,
    LONG_AGO,
    PO,
    allocated,
    give_role,
    high_complexity,
    scheme_on,
    session_held,
)
from dps.platform import local_time
from dps.prisoners.tests.officers import statements, words_of
from dps.prisoners.tests.people import make_agencies, make_person

pytestmark = pytest.mark.django_db
LOOK, CONTACTS = "/prisoners/A1111AA/", "/prisoners/A1111AA/staff-contacts/"
SignedIn = Callable[..., Client]


@pytest.fixture
def person(db: None) -> None:
    make_agencies()
    make_person("A1111AA")


def test_the_rows_are_hidden_where_a_scheme_is_off(person: None, signed_in: SignedIn) -> None:
    browser = signed_in()
    scheme_on("MDI")
    scheme_on("LEI", enabled=False)
    for address in (LOOK, CONTACTS):
        words = words_of(browser.get(address))
        assert "Key worker" not in words and "Personal officer" not in words, address
    PrisonSettings.objects.filter(prison="LEI").update(enabled=True)
    for address in (LOOK, CONTACTS):
        assert "Key worker Unassigned Last key worker session No previous session" in words_of(browser.get(address))


def test_who_it_is_since_when_and_the_last_session_of_each_scheme(person: None, signed_in: SignedIn) -> None:
    browser = signed_in()
    scheme_on()
    scheme_on(policy=PO)
    give_role(1, "AMY", "O'HARA")
    give_role(1, "AMY", "NOT-THIS-ONE", policy=PO)
    give_role(2, "BEN", "ADAMS", policy=PO)
    allocated("A1111AA", 1)
    allocated("A1111AA", 2, policy=PO)
    session_held("A1111AA", LONG_AGO, prison="MDI")
    words = words_of(browser.get(LOOK))
    assert "Key worker Amy O'Hara Last key worker session 05/01/2026" in words
    assert "Personal officer Ben Adams Last personal officer entry No previous entry" in words
    words = words_of(browser.get(CONTACTS))
    assert "Key worker Amy O'Hara Since 5 January 2026 Last key worker session 5 January 2026" in words
    assert words.index("Key worker") < words.index("Personal officer Ben Adams")


def test_high_complexity_of_need_has_none_and_cover_is_named(person: None, signed_in: SignedIn) -> None:
    browser = signed_in()
    scheme_on()
    high_complexity("A1111AA")
    for address in (LOOK, CONTACTS):
        assert "Key worker None - high complexity of need" in words_of(browser.get(address))
    give_role(1, "AMY", "O'HARA")
    give_role(2, "BEN", "ADAMS")
    allocated("A1111AA", 1)
    today = local_time.today()
    Cover.objects.create(
        prison="LEI", policy=KW, staff_id=1, cover_staff_id=2, from_date=today, to_date=today,
        made_at=local_time.now(), made_by="BOSS",
    )  # fmt: skip
    for address in (LOOK, CONTACTS):
        assert "Covered by Ben Adams until" in words_of(browser.get(address))
    Cover.objects.update(from_date=today - timedelta(days=3), to_date=today - timedelta(days=1))
    assert "Covered by" not in words_of(browser.get(LOOK))


def test_the_card_costs_no_statement_of_its_own(person: None, signed_in: SignedIn) -> None:
    """Session, account, header, audit, alerts, duplicates, all cards and what the actions ask in one."""
    browser = signed_in()
    without = statements(browser, LOOK)
    scheme_on()
    scheme_on(policy=PO)
    give_role(1, "AMY", "O'HARA")
    allocated("A1111AA", 1)
    assert statements(browser, LOOK) == without


def test_a_card_that_cannot_be_read_says_so_alone(person: None, signed_in: SignedIn) -> None:
    browser = signed_in()
    scheme_on()
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE key_workers_cover RENAME COLUMN ended_at TO gone")
    words = words_of(browser.get(LOOK))
    assert words.count("Currently unavailable. Try again later.") == 1
    assert "Staff contacts Currently unavailable" in words and "Personal" in words
    assert "Currently unavailable" in words_of(browser.get(CONTACTS))


def test_holders_of_the_job_role_at_the_persons_prison_may_add_a_session(person: None, signed_in: SignedIn) -> None:
    scheme_on()
    scheme_on(policy=PO)
    give_role(1, "AMY", "O'HARA", username="AMY")
    give_role(1, "AMY", "O'HARA", username="AMY", policy=PO, to_date=local_time.today())
    give_role(2, "BEN", "ADAMS", username="BEN", prison="MDI")
    page = signed_in(username="AMY").get(LOOK).content.decode()
    assert "case-notes/add/?type=KA&amp;subType=KS" in page and "Add key worker session" in page
    assert "Add personal officer entry" not in page, "no longer in that role"
    for who in ("BEN", "NOBODY"):
        assert "Add key worker session" not in signed_in(username=who, caseloads=("MDI",)).get(LOOK).content.decode()
    PrisonSettings.objects.update(enabled=False)
    assert "Add key worker session" not in signed_in(username="AMY").get(LOOK).content.decode()
