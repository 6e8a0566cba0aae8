"""The money pages, against the tables (prisoners.md 4)."""

from datetime import date, timedelta
from itertools import count

import pytest
from django.test import Client

from dps.platform import local_time
from dps.platform.audit.models import AuditEntry
from dps.prisoners.models import AccountBalance, AccountTransaction, DamageObligation, Person
from dps.prisoners.tests.officers import officer, statements, words_of
from dps.prisoners.tests.people import make_agencies, make_person

pytestmark = pytest.mark.django_db
ADDRESS = "/prisoners/A1111AA/money/"
TODAY = local_time.today()
FIRST = TODAY.replace(day=1)
BEFORE = FIRST - timedelta(days=1)
ids = count(1)


@pytest.fixture
def person() -> Person:
    make_agencies()
    return make_person("A1111AA", "O'BRIEN", "SEÁN")


def moved(person: Person, on: date, pence: int, words: str, *, account: str = "SPENDS", prison: str = "LEI") -> None:
    AccountTransaction.objects.create(
        transaction_id=next(ids), entry=1, person=person, prison=prison, account=account, on=on, amount_pence=pence,
        description=words,
    )  # fmt: skip


def month(day: date) -> dict[str, str]:
    return {"month": str(day.month), "year": str(day.year)}


def test_this_month_up_to_today_newest_first_with_the_balance_after_each(person: Person, client: Client) -> None:
    AccountBalance.objects.create(person=person, prison="LEI", account="SPENDS", balance_pence=1_500)
    moved(person, BEFORE, 2_000, "Wages before")
    moved(person, FIRST, -300, "Canteen")
    moved(person, TODAY, 5, "Interest")
    moved(person, TODAY, -205, "Telephone")
    moved(person, TODAY + timedelta(days=1), 99_900, "Tomorrow")
    moved(person, TODAY, 700, "Savings", account="SAVINGS")
    AccountBalance.objects.filter(person=person).update(balance_pence=1_500 + 99_900)
    words = words_of(officer(client).get(ADDRESS))
    today, first = local_time.short_date(TODAY), local_time.short_date(FIRST)
    assert f"{today} £2.05 £1,500.00" not in words
    assert (
        f"{today} £2.05 £15.00 Telephone Leeds (HMP) {today} £0.05 £17.05 Interest Leeds (HMP) "
        f"{first} £3.00 £17.00 Canteen Leeds (HMP)" in words
    )
    assert "Tomorrow" not in words and "before" not in words and "Savings Leeds" not in words
    assert f"{BEFORE:%d/%m/%Y} £20.00 £20.00 Wages before" in words_of(client.get(ADDRESS, month(BEFORE)))


def test_each_prison_has_a_balance_of_its_own(person: Person, client: Client) -> None:
    AccountBalance.objects.create(person=person, prison="LEI", account="SPENDS", balance_pence=400)
    AccountBalance.objects.create(person=person, prison="MDI", account="SPENDS", balance_pence=0)
    moved(person, BEFORE, 400, "Wages", prison="MDI")
    moved(person, BEFORE, -400, "Moved away", prison="MDI")
    moved(person, BEFORE, 400, "Moved here")
    words = words_of(officer(client).get(ADDRESS, month(BEFORE)))
    on = local_time.short_date(BEFORE)
    assert "Current balance £4.00" in words
    assert (
        f"{on} £4.00 £4.00 Moved here Leeds (HMP) {on} £4.00 £0.00 Moved away Moorland (HMP & YOI) "
        f"{on} £4.00 £4.00 Wages Moorland (HMP & YOI)" in words
    )


def test_private_cash_tells_what_is_held(person: Person, client: Client) -> None:
    AccountBalance.objects.create(person=person, prison="LEI", account="CASH", balance_pence=-250, hold_pence=1_000)
    officer(client)
    words = words_of(client.get(f"{ADDRESS}private-cash/"))
    assert "Current balance -£12.50 Pending balance (held, not yet cleared) £10.00" in words
    assert "Pending" not in words_of(client.get(ADDRESS)) and "Pending" not in words_of(
        client.get(f"{ADDRESS}savings/")
    )


def test_a_month_with_nothing_and_one_that_has_not_begun(person: Person, client: Client) -> None:
    officer(client)
    assert f"No money came in or went out in {TODAY:%B} {TODAY.year}." in words_of(client.get(ADDRESS))
    moved(person, TODAY + timedelta(days=40), 5, "Later")
    words = words_of(client.get(ADDRESS, {"month": "12", "year": str(TODAY.year + 1)}))
    assert "This month has not begun." in words and "Later" not in words


def test_years_are_offered_from_the_first_there_is(person: Person, client: Client) -> None:
    moved(person, date(TODAY.year - 2, 5, 5), 5, "Old")
    body = officer(client).get(ADDRESS).content.decode()
    offered = [year for year in range(TODAY.year - 4, TODAY.year + 3) if f'<option value="{year}"' in body]
    assert offered == [TODAY.year - 2, TODAY.year - 1, TODAY.year, TODAY.year + 1]


@pytest.mark.parametrize("asked", [{"month": "13"}, {"year": "1066"}, {"month": "x", "year": "²"}])
def test_a_month_that_is_none_is_told(person: Person, client: Client, asked: dict[str, str]) -> None:
    words = words_of(officer(client).get(ADDRESS, asked))
    assert "There is a problem" in words and "choose one from the list" in words
    assert f"Spends, {TODAY:%B} {TODAY.year}" in words


@pytest.mark.parametrize("path", ["", "private-cash/", "savings/", "damage-obligations/"])
def test_only_those_of_the_prison_see_money(client: Client, path: str) -> None:
    make_agencies()
    for number, prison in (("B1111AA", "MDI"), ("C1111AA", "OUT"), ("D1111AA", "TRN")):
        make_person(number, prison=prison)
    officer(client, "GLOBAL_SEARCH", "INACTIVE_BOOKINGS")
    for number in ("B1111AA", "C1111AA", "D1111AA"):
        assert client.get(f"/prisoners/{number}/money/{path}").status_code == 404


def test_the_page_costs_the_same_however_much_moved(person: Person, client: Client) -> None:
    officer(client)
    counts = set()
    for many in (1, 20):
        for place in range(many):
            moved(person, TODAY, place, "Many", prison=("LEI", "MDI")[place % 2])
        counts.add(statements(client, ADDRESS))
    assert len(counts) == 1 and counts.pop() <= 12


DAMAGE = f"{ADDRESS}damage-obligations/"


def owes(
    person: Person, reference: str, since: date, owed: int, paid: int = 0, *, status: str = "ACTIVE",
    until: date | None = None, prison: str = "LEI",
) -> None:  # fmt: skip
    DamageObligation.objects.create(
        id=next(ids), person=person, reference=reference, started_on=since, ended_on=until, prison=prison,
        owed_pence=owed, paid_pence=paid, status=status, comment="Not for the page",
    )  # fmt: skip


def test_damage_obligations_with_what_is_still_owed_on_top(person: Person, client: Client) -> None:
    owes(person, "841177", date(2026, 2, 1), 150_000, 2_550, until=date(2027, 2, 1))
    owes(person, "", date(2026, 3, 4), 1_000, prison="MDI")
    owes(person, "841180", date(2026, 5, 6), 9_900, 9_900, status="PAID", until=date(2026, 7, 8))
    owes(person, "841181", date(2026, 6, 7), 700, status="ONH")
    owes(person, "841182", date(2020, 6, 7), 800, status="ODD", prison="ZZZ")
    words = words_of(officer(client).get(DAMAGE))
    assert "Current balance (still owed) £1,484.50" in words
    assert (
        "Not entered From 04/03/2026 Moorland (HMP & YOI) Active £10.00 £0.00 "
        "841177 01/02/2026 to 01/02/2027 Leeds (HMP) Active £1,500.00 £25.50 "
        "841181 From 07/06/2026 Leeds (HMP) On hold £7.00 £0.00 "
        "841180 06/05/2026 to 08/07/2026 Leeds (HMP) Paid £99.00 £99.00 "
        "841182 From 07/06/2020 ZZZ ODD £8.00 £0.00" in words
    )
    assert "Not for the page" not in words
    viewed = AuditEntry.objects.filter(action="PRISONER_VIEWED", subject_id="A1111AA").latest("id")
    assert viewed.details["page"] == "damage obligations"


def test_no_damage_obligations_and_the_way_between_the_accounts(person: Person, client: Client) -> None:
    page = officer(client).get(DAMAGE)
    words = words_of(page)
    assert "Current balance (still owed) £0.00 No damage obligations are recorded." in words
    assert f'href="{DAMAGE}" aria-current="page"' in page.content.decode()
    for path in ("", "private-cash/", "savings/"):
        other = client.get(ADDRESS + path).content.decode()
        assert f'href="{DAMAGE}"' in other and "look for them in NOMIS" not in other


def test_damage_can_be_printed_and_costs_the_same_however_many(person: Person, client: Client) -> None:
    officer(client)
    counts = set()
    for many in (1, 20):
        for place in range(many):
            owes(person, str(place), TODAY, place, prison=("LEI", "MDI")[place % 2])
        counts.add(statements(client, DAMAGE))
    assert len(counts) == 1 and counts.pop() <= 11
    assert "data-print" in client.get(DAMAGE).content.decode()
