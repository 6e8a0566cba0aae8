"""From the quick look to a person's money, visits, offences and the rest, and back, in a real browser."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import psycopg
import pytest

from dps.platform import local_time

Check = Callable[[Any], None]


@pytest.fixture
def someone(live_site: Any) -> str:
    """The number of somebody held in a cell at Leeds, with money that moved and a visit this month."""
    today = local_time.today()
    with psycopg.connect(live_site.database_url) as connection:
        row = connection.execute(
            """SELECT r.person_id, r.booking_id FROM prisoners_searchrecord r
                WHERE r.agency = 'LEI' AND r.in_out = 'IN' AND r.cell_path ~ '^[A-Z]-' ORDER BY r.person_id LIMIT 1"""
        ).fetchone()
        assert row is not None
        number, booking = row
        connection.execute(
            """INSERT INTO prisoners_accounttransaction (transaction_id, entry, person_id, prison, account, "on", type,
                 amount_pence, description, reference)
               VALUES (987654321, 1, %s, 'LEI', 'SPENDS', %s, 'CANT', -345, 'Canteen of the journey', '')
               ON CONFLICT DO NOTHING""",
            [number, today],
        )
        connection.execute(
            """INSERT INTO prisoners_visit (id, booking_id, starts_at, type, status, outcome, outcome_reason, agency)
               VALUES (99999999901, %s, %s, 'SCON', 'SCH', '', '', 'LEI') ON CONFLICT DO NOTHING""",
            [booking, local_time.now() + timedelta(days=1)],
        )
        connection.execute(
            """INSERT INTO prisoners_damageobligation
                 (id, person_id, reference, started_on, prison, owed_pence, paid_pence, status, comment)
               VALUES (99999999902, %s, '841177', %s, 'LEI', 2000, 550, 'ACTIVE', '') ON CONFLICT DO NOTHING""",
            [number, today],
        )
        connection.execute(
            """INSERT INTO prisoners_propertycontainer (id, booking_id, container, seal_mark, active)
               VALUES (99999999903, %s, 'BULK', 'SEAL OF THE JOURNEY', true) ON CONFLICT DO NOTHING""",
            [booking],
        )
    return str(number)


def test_from_the_quick_look_to_money_visits_and_offences_and_back(
    live_site: Any, page: Any, sign_in: Callable[..., None], axe: Check, someone: str
) -> None:
    sign_in(page, "LEEDS_OFFICER")
    base = f"{live_site.address}/prisoners/{someone}/"
    page.goto(base)

    page.get_by_role("link", name="Transactions and savings").click()
    assert page.get_by_text("Canteen of the journey").is_visible()
    axe(page)
    page.get_by_label("Month").select_option("12")
    page.get_by_label("Year").select_option(str(local_time.today().year + 1))
    page.get_by_role("button", name="Show").click()
    assert page.get_by_text("This month has not begun.").is_visible()
    page.get_by_role("link", name="Private cash").click()
    assert page.get_by_text("Pending balance").is_visible()
    axe(page)
    page.get_by_role("link", name="Damage obligations").click()
    assert page.get_by_text("841177").is_visible() and page.get_by_text("£14.50").first.is_visible()
    axe(page)

    page.get_by_role("link", name="Overview").click()
    page.get_by_role("link", name="All visits").click()
    axe(page)
    page.get_by_text("Filters", exact=True).click()
    page.get_by_label("Type").select_option("SCON")
    page.get_by_role("button", name="Apply filters").click()
    assert page.locator("tbody tr").count() >= 1
    page.get_by_role("link", name="Clear filters").click()

    page.get_by_role("navigation", name="Profile").get_by_role("link", name="Offences").click()
    assert page.get_by_role("heading", name="Court cases").is_visible()
    axe(page)
    page.get_by_role("link", name="Overview").click()
    assert page.url == base


def test_the_other_cards_lead_to_pages_that_can_be_used_by_everybody(
    live_site: Any, page: Any, sign_in: Callable[..., None], axe: Check, someone: str
) -> None:
    sign_in(page, "LEEDS_OFFICER")
    base = f"{live_site.address}/prisoners/{someone}/"
    for link, heading in (
        ("Schedule for this week and next", "Schedule"),
        ("CSRA history", "Cell sharing risk (CSRA) history"),
        ("All staff contacts", "Staff contacts"),
        ("One-page handover to print", "Risks"),
    ):
        page.goto(base)
        page.get_by_role("link", name=link).click()
        assert page.get_by_role("heading", name=heading, exact=True).is_visible()
        axe(page)
    page.goto(f"{base}personal/#property")
    assert page.get_by_text("SEAL OF THE JOURNEY").is_visible()
    axe(page)
    page.goto(f"{base}location/")
    assert page.get_by_role("heading", name="Cell sharing check").is_visible()
    axe(page)
