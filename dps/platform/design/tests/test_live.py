"""A page that hears of a change: re-read where that loses nothing, else it says so."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, Route, expect, sync_playwright

SCRIPTS = Path(__file__).parents[1] / "scripts"
CHROMIUM = Path("/usr/bin/chromium")
FORM = """
<form><input id="t" name="t" value="as sent"><input type="checkbox" id="c" name="c" checked>
<input type="radio" id="r" name="r"><textarea id="a">as sent</textarea>
<select id="s"><option value="">Choose</option><option value="B">B</option></select>
<select id="m"><option>A</option><option selected>B</option></select></form>
"""
SHELL = f"""<!DOCTYPE html><html><body data-live="http://page.test"><button id="elsewhere">x</button>
<div id="part" data-live-topic="A1234BC"><p id="version">VERSION</p>{FORM}</div>
<script type="module">import {{ listen }} from "/live.js"; listen();</script></body></html>"""


@pytest.fixture(scope="module")
def browser_page() -> Iterator[Page]:
    with sync_playwright() as playwright:
        path = CHROMIUM if CHROMIUM.exists() else None
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox", "--disable-gpu"])
        yield browser.new_page()
        browser.close()


@pytest.fixture
def changed(browser_page: Page) -> Callable[[Callable[[Page], object]], Page]:
    """Opens version 1 of a page, does something in it, and lets version 2 be announced half a second later."""

    def serve(do: Callable[[Page], object]) -> Page:
        versions = iter(["1"])
        streams = iter(["event: changed\ndata: {}\n\n"])

        def answer(route: Route) -> None:
            address = route.request.url
            if address.endswith("/live.js"):
                route.fulfill(body=(SCRIPTS / "live.js").read_text(), content_type="text/javascript")
            elif "/live?topic=A1234BC" in address:
                if said.get("go"):
                    route.fulfill(body=next(streams, ""), content_type="text/event-stream")
                else:
                    route.fulfill(body="retry: 100\n\n", content_type="text/event-stream")
            else:
                route.fulfill(body=SHELL.replace("VERSION", next(versions, "2")), content_type="text/html")

        said: dict[str, bool] = {}
        browser_page.unroute_all(behavior="ignoreErrors")
        browser_page.route("http://page.test/**", answer)
        browser_page.goto("http://page.test/")
        expect(browser_page.locator("#version")).to_have_text("1")
        do(browser_page)
        said["go"] = True
        return browser_page

    return serve


@pytest.mark.parametrize(
    "do",
    [
        lambda page: None,
        lambda page: page.locator("#elsewhere").focus(),
        lambda page: (page.fill("#t", "other"), page.fill("#t", "as sent"), page.locator("#elsewhere").focus()),
    ],
    ids=["untouched", "focus elsewhere", "typed and taken back"],
)
def test_a_page_nobody_types_in_is_read_again(changed: Callable[..., Page], do: Callable[[Page], object]) -> None:
    page = changed(do)
    expect(page.locator("#version")).to_have_text("2")
    expect(page.locator(".dps-live-changed")).to_have_count(0)


@pytest.mark.parametrize(
    "do",
    [
        lambda page: page.locator("#t").focus(),
        lambda page: (page.fill("#t", "typed"), page.locator("#elsewhere").focus()),
        lambda page: (page.fill("#a", "typed"), page.locator("#elsewhere").focus()),
        lambda page: (page.uncheck("#c"), page.locator("#elsewhere").focus()),
        lambda page: (page.check("#r"), page.locator("#elsewhere").focus()),
        lambda page: (page.select_option("#s", "B"), page.locator("#elsewhere").focus()),
        lambda page: (page.select_option("#m", "A"), page.locator("#elsewhere").focus()),
    ],
    ids=["cursor in a box", "text", "text area", "checkbox", "radio", "select", "select with a default"],
)
def test_what_was_typed_or_chosen_is_never_lost(changed: Callable[..., Page], do: Callable[[Page], object]) -> None:
    page = changed(do)
    expect(page.locator(".dps-live-changed")).to_contain_text("This page has changed since you opened it.")
    expect(page.locator("#version")).to_have_text("1")
    expect(page.locator(".dps-live-changed a")).to_have_attribute("href", "http://page.test/")
