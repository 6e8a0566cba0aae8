"""What an officer does, in a real browser, with scripts on and again without, against the whole running product."""

import re
import time
from collections.abc import Callable
from typing import Any

import psycopg
import pytest

Check = Callable[[Any], None]


@pytest.fixture
def someone(live_site: Any) -> dict[str, str]:
    """Somebody held at Leeds with an active alert and a common enough name."""
    with psycopg.connect(live_site.database_url) as connection:
        row = connection.execute(
            """SELECT r.person_id, r.first_name, r.last_name FROM prisoners_searchrecord r
                WHERE r.agency = 'LEI' AND r.in_out = 'IN' AND r.last_name ~ '^[A-Z]{5,12}$' AND r.cell_path ~ '^[A-Z]-'
                  AND EXISTS (SELECT 1 FROM prisoners_alert a WHERE a.person_id = r.person_id AND a.active_to IS NULL)
                ORDER BY r.person_id LIMIT 1"""
        ).fetchone()
    assert row is not None
    return {"number": row[0], "first": row[1], "last": row[2]}


def test_search_and_open_the_first_person(
    live_site: Any, page: Any, sign_in: Callable[..., None], axe: Check, someone: dict[str, str]
) -> None:
    sign_in(page, "LEEDS_OFFICER")
    assert page.get_by_role("heading", name="Digital Prison Services").is_visible()
    axe(page)
    page.get_by_label("Name or prison number").fill(someone["last"][:3].lower())
    page.get_by_role("button", name="Search").click()
    assert page.get_by_role("heading", name="Prisoner search").is_visible()
    axe(page)
    link = page.get_by_role("link", name=re.compile(someone["last"], re.IGNORECASE)).first
    link.click()
    assert page.get_by_role("heading", level=1).inner_text().casefold().startswith(someone["last"].casefold()[:3])
    for card in ("Status", "Personal", "Offences and sentence", "Incentives", "Money"):
        assert page.get_by_role("heading", name=card, exact=True).is_visible()
    assert not page.get_by_text("Currently unavailable").count()
    axe(page)
    page.get_by_role("link", name="Back to search results").click()
    assert page.get_by_label("Name or prison number").input_value() == someone["last"][:3].lower()


def test_alerts_and_location_pages(
    live_site: Any, page: Any, sign_in: Callable[..., None], axe: Check, someone: dict[str, str]
) -> None:
    sign_in(page, "LEEDS_OFFICER")
    page.goto(f"{live_site.address}/prisoners/{someone['number']}/")
    page.get_by_role("navigation", name="Profile").get_by_role("link", name="Alerts").click()
    assert page.locator(".dps-card").count() >= 1
    axe(page)
    page.get_by_role("link", name=re.compile("^Inactive")).click()
    axe(page)
    page.get_by_role("navigation", name="Profile").get_by_role("link", name="Location").click()
    assert page.get_by_role("heading", name="Previous locations").is_visible()
    axe(page)


def test_similar_names_are_found_everywhere(
    live_site: Any, page: Any, sign_in: Callable[..., None], axe: Check, someone: dict[str, str]
) -> None:
    sign_in(page, "SECURITY")
    page.goto(f"{live_site.address}/prisoners/global")
    axe(page)
    slipped = someone["last"][0] + someone["last"][2] + someone["last"][1] + someone["last"][3:]
    page.get_by_label("Name or prison number").fill(f"{slipped} {someone['first']}")
    page.get_by_role("button", name="Search").click()
    assert page.get_by_text(someone["number"]).count()
    axe(page)
    page.get_by_label("Name or prison number").fill(someone["number"].lower())
    page.get_by_role("button", name="Search").click()
    assert page.locator(f"[data-result={someone['number']}]").count() == 1


def test_an_officer_of_another_prison_cannot_tell_the_person_exists(
    live_site: Any, page: Any, sign_in: Callable[..., None], axe: Check, someone: dict[str, str]
) -> None:
    sign_in(page, "NEWHALL_OFFICER")
    for number in (someone["number"], "Z9999ZZ"):
        reply = page.goto(f"{live_site.address}/prisoners/{number}/")
        assert reply.status == 404
        assert page.get_by_role("heading", name="Page not found").is_visible()
    axe(page)


def test_a_change_in_nomis_shows_within_seconds(
    live_site: Any, page: Any, sign_in: Callable[..., None], someone: dict[str, str], request: pytest.FixtureRequest
) -> None:
    sign_in(page, "LEEDS_OFFICER")
    page.goto(f"{live_site.address}/prisoners/{someone['number']}/")
    first = "Zebedee" if "on" in request.node.name else "Zachariah"
    with psycopg.connect(live_site.nomis_url, autocommit=True) as nomis:
        changed = nomis.execute(
            "UPDATE offenders SET first_name = %s WHERE offender_id_display = %s AND name_type = 'CN'",
            [first.upper(), someone["number"]],
        )
        assert changed.rowcount == 1
    started = time.monotonic()
    scripts = page.evaluate("1") if "scripts on" in request.node.name else None
    while first not in page.get_by_role("heading", level=1).inner_text():
        assert time.monotonic() - started < 15, "the change did not arrive"
        if scripts is None:
            page.reload()
        page.wait_for_timeout(200)


def test_caseload_switch_and_sign_out(live_site: Any, page: Any, sign_in: Callable[..., None], axe: Check) -> None:
    sign_in(page, "MOORLAND_OFFICER")
    page.get_by_role("link", name=re.compile("Moorland")).click()
    axe(page)
    page.get_by_label("Establishment").select_option(label="Leeds (HMP)")
    page.get_by_role("button", name="Change").click()
    assert page.get_by_text("You are now working in Leeds (HMP)").is_visible()
    page.goto(f"{live_site.address}/change-caseload")
    page.get_by_label("Establishment").select_option(label="Moorland (HMP & YOI)")
    page.get_by_role("button", name="Change").click()
    page.get_by_role("button", name="Sign out").click()
    assert page.get_by_text("You have signed out").is_visible()
    page.goto(f"{live_site.address}/prisoners/")
    assert "/sign-in" in page.url


def test_a_wrong_password_keeps_the_user_name(live_site: Any, page: Any, axe: Check) -> None:
    page.goto(f"{live_site.address}/sign-in")
    page.get_by_label("User name").fill("newhall_officer")
    page.get_by_label("Password", exact=True).fill("not this one at all")
    page.get_by_role("button", name="Sign in").click()
    assert page.get_by_role("heading", name="There is a problem").is_visible()
    assert page.get_by_label("User name").input_value() == "newhall_officer"
    assert page.get_by_label("Password", exact=True).input_value() == ""


def test_pages_for_those_who_run_it(live_site: Any, page: Any, sign_in: Callable[..., None], axe: Check) -> None:
    sign_in(page, "CENTRAL")
    for address, heading in (
        ("/nomis/", None),
        ("/estate/", "Prisons"),
        ("/estate/LEI/", "Leeds (HMP)"),
        ("/estate/codes/?words=acct", "Reference codes"),
        ("/design/", "Component gallery"),
    ):
        assert page.goto(f"{live_site.address}{address}").status == 200
        if heading:
            assert page.get_by_role("heading", name=heading, level=1).is_visible()
        axe(page)
