"""A page that hears of a change: re-read where that loses nothing, else it says so."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, Route, expect, sync_playwright

from launch.browser import installed

Do = Callable[[Page], Any]
Open = Callable[[Do, Do], None]
SCRIPTS = Path(__file__).parents[1] / "scripts"
FORM = """
<form><input id="t" name="t" value="as sent"><input type="checkbox" id="c" name="c" checked>
<input type="radio" id="r" name="r"><textarea id="a">as sent</textarea>
<select id="s"><option value="">Choose</option><option value="B">B</option></select>
<select id="m"><option>A</option><option selected>B</option></select></form>
"""
SHELL = f"""<!DOCTYPE html><html><body data-live="http://page.test"><button id="elsewhere">x</button>
<div id="part" data-live-topic="A1234BC" data-read-at="1795901234.567"><p id="version">VERSION</p>{FORM}</div>
<script type="module">import {{ listen }} from "/live.js"; listen();</script></body></html>"""


@pytest.fixture(scope="module")
def in_a_window() -> Iterator[Callable[[Do], None]]:
    """Does something in a browser window, in a thread of its own: its event loop would stop Django's database calls."""
    with ThreadPoolExecutor(1) as thread:
        playwright = thread.submit(lambda: sync_playwright().start()).result()
        arguments = ["--no-sandbox", "--disable-gpu"]
        browser = thread.submit(
            lambda: playwright.chromium.launch(executable_path=installed(), args=arguments)
        ).result()
        window = thread.submit(browser.new_page).result()
        yield lambda do: thread.submit(do, window).result()
        thread.submit(browser.close).result()
        thread.submit(playwright.stop).result()


@pytest.fixture
def change(in_a_window: Callable[[Do], None]) -> Open:
    """Opens version 1 of a page, does something in it, lets version 2 be announced, and looks."""

    def follow(do: Do, look: Do) -> None:
        in_a_window(lambda window: _follow(window, do, look))

    return follow


def _follow(window: Page, do: Do, look: Do) -> None:
    versions = iter(["1"])
    news: list[str] = []

    def answer(route: Route) -> None:
        address = route.request.url
        if address.endswith("/live.js"):
            route.fulfill(body=(SCRIPTS / "live.js").read_text(), content_type="text/javascript")
        elif address.endswith("/live?topic=A1234BC&since=1795901234.567"):
            route.fulfill(body="retry: 300\n\n" + "".join(news), content_type="text/event-stream")
        else:
            route.fulfill(body=SHELL.replace("VERSION", next(versions, "2")), content_type="text/html")

    window.unroute_all(behavior="ignoreErrors")
    window.route("http://page.test/**", answer)
    window.goto("http://page.test/")
    expect(window.locator("#version")).to_have_text("1")
    do(window)
    news.append("event: changed\ndata: {}\n\n")
    look(window)


def _and_leaves(do: Do) -> Do:
    return lambda page: (do(page), page.locator("#elsewhere").focus())


@pytest.mark.parametrize(
    "do",
    [
        lambda page: None,
        lambda page: page.locator("#elsewhere").focus(),
        _and_leaves(lambda page: (page.fill("#t", "other"), page.fill("#t", "as sent"))),
    ],
    ids=["untouched", "focus elsewhere", "typed and taken back"],
)
def test_a_page_nobody_types_in_is_read_again(change: Open, do: Do) -> None:
    def look(page: Page) -> None:
        expect(page.locator("#version")).to_have_text("2")
        expect(page.locator(".dps-live-changed")).to_have_count(0)

    change(do, look)


@pytest.mark.parametrize(
    "do",
    [
        lambda page: page.locator("#t").focus(),
        _and_leaves(lambda page: page.fill("#t", "typed")),
        _and_leaves(lambda page: page.fill("#a", "typed")),
        _and_leaves(lambda page: page.uncheck("#c")),
        _and_leaves(lambda page: page.check("#r")),
        _and_leaves(lambda page: page.select_option("#s", "B")),
        _and_leaves(lambda page: page.select_option("#m", "A")),
    ],
    ids=["cursor in a box", "text", "text area", "checkbox", "radio", "select", "select with a default"],
)
def test_what_was_typed_or_chosen_is_never_lost(change: Open, do: Do) -> None:
    def look(page: Page) -> None:
        expect(page.locator(".dps-live-changed")).to_contain_text("This page has changed since you opened it.")
        expect(page.locator("#version")).to_have_text("1")
        expect(page.locator(".dps-live-changed a")).to_have_attribute("href", "http://page.test/")

    change(do, look)
