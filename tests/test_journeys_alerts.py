"""An officer finds why somebody has a flag, adds an alert, closes it: with and without scripts."""

from collections.abc import Callable
from typing import Any

from conftest import Site

GIVE_ROLE = """
from dps.identity.models import Account
account = Account.objects.get(username={username!r})
account.roles = sorted(set(account.roles) | {{"UPDATE_ALERT"}})
account.save()
from dps.prisoners.models import Alert, SearchRecord
number = next(
    number for number in SearchRecord.objects.filter(agency="LEI").order_by("pk").values_list("pk", flat=True)
    if Alert.objects.filter(person_id=number, code="XA").exists()
)
for alert in Alert.objects.filter(person_id=number, code="XCA"):
    alert.delete()
print(number)
"""


def test_an_alert_from_flag_to_end(
    live_site: Site,
    page: Any,
    sign_in: Callable[..., None],
    in_the_product: Callable[..., str],
    axe: Callable[[Any], None],
) -> None:
    number = in_the_product(GIVE_ROLE, "LEEDS_OFFICER").split()[-1]
    sign_in(page, "LEEDS_OFFICER")
    page.goto(f"{live_site.address}/prisoners/{number}/")
    page.locator(".dps-flags a").first.click()
    assert page.get_by_role("heading", name="History").is_visible()
    axe(page)
    page.get_by_role("link", name="All active alerts").click()
    axe(page)
    page.get_by_role("button", name="Add alert").click()
    axe(page)
    page.get_by_label("Type of alert").select_option(label="Security")
    page.get_by_role("button", name="Continue").click()
    page.get_by_role("button", name="Add alert").click()
    assert page.get_by_role("link", name="Choose the alert").is_visible()
    axe(page)
    page.get_by_label("Alert", exact=True).select_option(label="Chemical Attacker")
    page.get_by_label("Why are you creating this alert?").fill("Bought drain cleaner")
    page.get_by_role("button", name="Add alert").click()
    assert page.get_by_text("Alert added").is_visible()
    page.get_by_role("link", name="Close alert of Chemical Attacker").click()
    axe(page)
    page.get_by_label("Comments").fill("It was for the drain")
    page.get_by_label("Today", exact=True).check()
    page.get_by_role("button", name="Save").click()
    assert page.get_by_text("Alert closed").is_visible()
    assert page.get_by_text("Comments changed from Bought drain cleaner to It was for the drain").is_visible()
    page.get_by_role("link", name="All inactive alerts").click()
    assert page.get_by_role("link", name="Chemical Attacker").first.is_visible()
