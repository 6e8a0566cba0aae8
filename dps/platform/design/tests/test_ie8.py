"""Internet Explorer 8: the checks themselves, and what we serve it."""

import re
from pathlib import Path

import pytest
from django.apps import apps
from django.test import Client

from dps.platform.design.ie8 import as_seen, problems_in_page, problems_in_stylesheet

BUILT = Path(__file__).parents[1] / "static" / "built"
SHEETS = (
    '<!--[if gt IE 8]><!--><link rel="stylesheet" href="/static/built/dps.css"><!--<![endif]-->'
    '<!--[if lte IE 8]><link rel="stylesheet" href="/static/built/ie8.css"><![endif]-->'
)


def page_of(body: str, sheets: str = SHEETS) -> str:
    return f"<!DOCTYPE html><html><head><title>x</title>{sheets}</head><body>{body}</body></html>"


@pytest.fixture(scope="module")
def sheet() -> str:
    return (BUILT / "ie8.css").read_text()


def test_it_sees_what_its_conditional_comments_leave() -> None:
    html = "<!--[if gt IE 8]><!-->new<!--<![endif]--><!--[if lte IE 8]>old<![endif]--><!--[if IE 9]>nine<![endif]-->all"
    assert re.sub(r"<!--.*?-->", "", as_seen(html)) == "oldall"


@pytest.mark.parametrize(
    "body",
    [
        "<p>Words</p>",
        '<form method="post"><input name="a" type="text"><button type="submit">Save</button></form>',
        "<form><button>Search</button><button>Apply filters</button></form>",
        '<form method="post"><button name="go" value="1">One</button><button name="go" value="2">Two</button></form>',
        '<form><input type="email" name="a"></form><details><summary>More</summary>Words</details>',
        '<form></form><form><button type="button" hidden>Show</button><button>Save</button></form>',
        '<script type="module" src="/static/built/dps.js"></script>',
        "<!--[if gt IE 8]><!--><script>modern()</script><svg></svg><!--<![endif]-->",
        '<!--[if lte IE 8]><script src="/static/built/html5shiv.min.js"></script><![endif]-->',
        f'<a href="/{"a" * 2000}">Long, but not too long</a>',
    ],
)
def test_a_page_it_can_use(body: str) -> None:
    assert problems_in_page(page_of(body)) == []


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ('<form id="f"></form><input form="f">', "form="),
        ('<form><button formaction="/x">Go</button></form>', "formaction="),
        ("<dialog>Sure?</dialog>", "unknown"),
        ('<svg><path d="M0"></svg>', "unknown"),
        ("<script>document.title</script>", "run by it"),
        ('<script src="/static/built/dps.js"></script>', "run by it"),
        ('<img src="/static/a.svg" alt="">', "cannot draw"),
        ('<img src="/static/a.webp?v=1" alt="">', "cannot draw"),
        (f'<a href="/?{"a" * 2100}">Too long</a>', "address of 2,102"),
        ('<a href="javascript:history.back()">Back</a>', "without a script"),
        ('<p onclick="go()">x</p>', "onclick"),
        ('<p style="color: red">x</p>', "style of its own"),
        ('<form><input type="date" name="born"></form>', "type date"),
        ('<form method="post"><button>Approve</button><button>Refuse</button></form>', "without a name"),
        ("<form><form></form></form>", "inside another form"),
        ("<form><p>never closed", "never closed"),
        ("<button>Save</button>", "outside any form"),
        (f'<img alt="" src="data:image/png;base64,{"A" * 33_000}">', "data address"),
    ],
)
def test_a_page_it_cannot_use(body: str, said: str) -> None:
    problems = problems_in_page(page_of(body))
    assert len(problems) == 1 and said in problems[0], problems


def test_a_page_without_its_sheet_or_its_doctype() -> None:
    assert "not asked for" in problems_in_page(page_of("", sheets=""))[0]
    assert "doctype" in problems_in_page("<html>" + SHEETS)[0]
    reached = problems_in_page(page_of("", sheets='<link rel="stylesheet" href="/dps.css">' + SHEETS))
    assert len(reached) == 1 and "reaches it" in reached[0]


@pytest.mark.parametrize(
    "css",
    [
        ".a{font-size:16px;font-size:1rem}",
        ".a{width:1rem}.a{width:16px}",
        ".a{margin:5px}.a{margin-left:calc(1px + 2px)}",
        ".a{display:block;display:flex;justify-content:center}",
        ".a{display:flex}.a__item{float:left}",
        "@supports (display:grid){.a{display:grid}}@media (min-width:40em){.a{width:2rem}}",
        "@media print{.a{display:none}}",
        ".a::before{width:2rem}",
        ".a,.b:not(.c){color:red}.a{color:red}",
        ".a{box-shadow:0 0 1rem red}",
        ".a:after{opacity:0}.a:after{display:none}",
        ".a{opacity:.5}",
    ],
)
def test_a_sheet_it_can_use(css: str) -> None:
    assert problems_in_stylesheet(css) == []


@pytest.mark.parametrize(
    "css",
    [
        ".a{width:1rem}",
        ".a{width:calc(100% - 3px)}",
        ".a{color:var(--red)}",
        ".a{width:1rem}.b{width:16px}",
        ".a{width:1rem}@media (min-width:1px){.a{width:16px}}",
        ".a{display:flex}",
        ".a:after{opacity:0}.a{display:none}",
        ".a{display:grid}.b__item{float:left}",
        ".a,.b:checked{width:3px}",
        ".a,.b::before{width:3px}",
        '.a{background-image:url("/a.svg")}',
        "@media print{.a{width:2rem}}",
        ".a{width:1px}" * 4096,
        ".a{width:1px}/*" + "x" * 300_000 + "*/",
    ],
    ids=lambda css: css[:40],
)
def test_a_sheet_it_cannot_use(css: str) -> None:
    assert len(problems_in_stylesheet(css)) == 1


def test_our_sheet_for_it(sheet: str) -> None:
    assert problems_in_stylesheet(sheet) == []


def test_the_sheet_for_the_others_would_not_do() -> None:
    assert len(problems_in_stylesheet((BUILT / "dps.css").read_text())) > 100


def test_a_window_of_1024_pixels_is_wide_enough(sheet: str) -> None:
    widths = re.findall(r"\.govuk-width-container\{([^}]*)\}", sheet)
    assert "width:auto" in widths[-1]


HOOKS = {
    "dps-chart", "dps-results-wrap", "govuk-checkboxes", "govuk-radios", "govuk-frontend-supported",
    "govuk-js-character-count", "govuk-js-password-input-input", "govuk-js-password-input-toggle",
    "govuk-password-input", "govuk-password-input__input", "govuk-password-input__wrapper", "govuk-table__body",
    "govuk-table__head", "govuk-table__row",
}  # fmt: skip
"""Names that scripts or print look for, or that say nothing more than the element."""


def test_every_class_of_our_templates_is_in_its_sheet(sheet: str) -> None:
    used: dict[str, str] = {}
    for app in apps.get_app_configs():
        for template in (Path(app.path) / "templates").rglob("*.jinja"):
            for name in re.findall(r"(?<![\w/-])(?:govuk|dps)-[\w!-]+", template.read_text()):
                used[name] = template.name
    used = {name: where for name, where in used.items() if not name.endswith("-")}  # the rest is a variable
    assert len(used) > 80
    known = set(re.findall(r"\.([\w-]+)", sheet.replace("\\", "").replace("!", "_")))
    assert {name: where for name, where in used.items() if name.replace("!", "_") not in known | HOOKS} == {}


@pytest.mark.django_db
@pytest.mark.parametrize("status", ["400", "403", "404", "409", "500", "503", "expired"])
def test_error_pages(client: Client, status: str) -> None:
    assert problems_in_page(client.get(f"/design/errors/{status}").content.decode()) == []


@pytest.mark.django_db
def test_gallery(client: Client) -> None:
    for answer in (client.get("/design/"), client.post("/design/", {"born-day": "31"})):
        assert answer.status_code == 200
        assert problems_in_page(answer.content.decode()) == []
