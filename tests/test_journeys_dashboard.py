"""A key worker session written in one browser moves the live page in another within two seconds; without scripts the
page is whole and is refreshed by hand. The same on the wall screen and for all prisons."""

import time
from collections.abc import Callable
from typing import Any

from conftest import Site

READY = """
from dps.identity.models import Account
from dps.key_workers.models import PrisonSettings
from dps.platform import local_time
from dps.prisoners.models import SearchRecord
PrisonSettings.objects.update_or_create(
    prison="LEI", policy="KEY_WORKER",
    defaults=dict(enabled=True, changed_at=local_time.now(), changed_by="JOURNEY"),
)
account = Account.objects.get(username={username!r})
account.roles = sorted(set(account.roles) | set(["KEYWORKER_MONITOR", "KW_MIGRATION"]))
account.save(update_fields=["roles"])
print(SearchRecord.objects.filter(agency="LEI").order_by("pk").values_list("pk", flat=True)[0])
"""


def sessions_today(window: Any) -> int:
    """The first large figure of a live page."""
    big = window.locator(".dps-big", has_text="Sessions today").locator(".dps-big__value")
    return int(big.inner_text().replace(",", ""))


def write_a_session(window: Any, address: str) -> None:
    """A session with somebody, just now, up to the click that saves it."""
    window.goto(f"{address}case-notes/add/")
    window.get_by_label("Type", exact=True).select_option(label="Key Worker Activity")
    window.get_by_role("button", name="Show sub-types").click()
    window.get_by_label("Sub-type").select_option(label="Key Worker Session")
    window.get_by_label("What happened?").fill("Talked about work in the kitchen and a call to his sister.")
    window.get_by_role("button", name="Save", exact=True).click()
    if window.get_by_role("button", name="Save it all the same").count():
        window.get_by_role("button", name="Save it all the same").click()
    assert window.get_by_text("Case note added").is_visible()


def test_a_session_moves_the_live_pages(
    live_site: Site,
    page: Any,
    browser: Any,
    sign_in: Callable[..., None],
    in_the_product: Callable[..., str],
    axe: Callable[[Any], None],
    request: Any,
) -> None:
    number = in_the_product(READY, "LEEDS_OFFICER").split()[-1]
    scripts = "scripts on" in request.node.name
    sign_in(page, "LEEDS_OFFICER")
    page.goto(f"{live_site.address}/key-workers/key-worker/today/")
    axe(page)
    wall = page.context.new_page()
    wall.goto(f"{live_site.address}/key-workers/key-worker/today/wall/")
    axe(wall)
    nation = page.context.new_page()
    nation.goto(f"{live_site.address}/key-workers/national/?sort=-today")
    axe(nation)
    screens = [page, wall, nation]
    before = [sessions_today(screen) for screen in screens]
    assert page.get_by_text("Updated at").is_visible()

    other = browser.new_context(viewport={"width": 1024, "height": 768}, java_script_enabled=False)
    writer = other.new_page()
    sign_in(writer, "LEEDS_OFFICER")
    write_a_session(writer, f"{live_site.address}/prisoners/{number}/")
    saved = time.monotonic()
    other.close()
    if scripts:
        while [sessions_today(screen) for screen in screens] != [count + 1 for count in before]:
            assert time.monotonic() - saved < 2, "the live pages did not move within two seconds"
            page.wait_for_timeout(50)
    else:
        page.get_by_role("link", name="Refresh").click()
        for screen in (wall, nation):
            screen.reload()
        assert [sessions_today(screen) for screen in screens] == [count + 1 for count in before]
    page.goto(f"{live_site.address}/key-workers/key-worker/data/")
    axe(page)
    page.goto(f"{live_site.address}/key-workers/key-worker/data/count-again/")
    axe(page)
