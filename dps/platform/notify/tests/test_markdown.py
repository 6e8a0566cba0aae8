import re
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dps.platform.notify import markdown, templating
from dps.platform.notify.markdown import as_html, as_plain

P = '<p class="govuk-body">'
A = '<a class="govuk-link" href="'


@pytest.mark.parametrize(
    ("text", "html", "plain"),
    [
        ("# Big", '<h2 class="govuk-heading-m">Big</h2>', "Big\n" + "=" * 65),
        ("## Small", '<h3 class="govuk-heading-s">Small</h3>', "Small\n" + "-" * 65),
        ("### No", f"{P}No</p>", "No"),
        ("#no", f"{P}#no</p>", "#no"),
        ("* a\n- b\n• c", '<ul class="govuk-list govuk-list--bullet"><li>a</li><li>b</li><li>c</li></ul>', "• a\n• b\n• c"),
        ("3. a\n4. b", '<ol class="govuk-list govuk-list--number" start="3"><li>a</li><li>b</li></ol>', "3. a\n4. b"),
        ("^ said\nmore", '<div class="govuk-inset-text">said<br>more</div>', "said\nmore"),
        ("> quoted", f"{P}&gt; quoted</p>", "> quoted"),
        ("---", '<hr class="govuk-section-break govuk-section-break--m govuk-section-break--visible">', "=" * 65),
        ("one\ntwo\n\nthree", f"{P}one<br>two</p>\n{P}three</p>", "one\ntwo\n\nthree"),
        ("text\n* item", f'{P}text</p>\n<ul class="govuk-list govuk-list--bullet"><li>item</li></ul>', "text\n\n• item"),
        ("[words](https://a.uk/b)", f'{P}{A}https://a.uk/b">words</a></p>', "words: https://a.uk/b"),
        ('[w](https://a.uk "T")', f'{P}{A}https://a.uk" title="T">w</a></p>', "w: https://a.uk"),
        ("see https://a.uk/b?c=1&d=2.", f'{P}see {A}https://a.uk/b?c=1&amp;d=2">https://a.uk/b?c=1&amp;d=2</a>.</p>', "see https://a.uk/b?c=1&d=2."),
        ("(https://a.uk/b)", f'{P}({A}https://a.uk/b">https://a.uk/b</a>)</p>', "(https://a.uk/b)"),
        ("[x](javascript:alert) www.a.uk ftp://a.uk mailto:a@b.uk", f"{P}[x](javascript:alert) www.a.uk ftp://a.uk mailto:a@b.uk</p>", "[x](javascript:alert) www.a.uk ftp://a.uk mailto:a@b.uk"),
        ("**bold** _it_ `code`", f"{P}**bold** _it_ `code`</p>", "**bold** _it_ `code`"),
        ("![p](https://a.uk/p.png)after", f"{P}after</p>", "after"),
        ("a | b\n--|--\n1 | 2\n\nafter", f"{P}after</p>", "after"),
        ("<script>", f"{P}&lt;script&gt;</p>", "<script>"),
        (r"\[a\]\(https\)", f"{P}[a](https)</p>", "[a](https)"),
    ],
)  # fmt: skip
def test_pieces(text: str, html: str, plain: str) -> None:
    assert as_html(text) == html
    assert as_plain(text) == plain


def test_a_list_that_filled_a_placeholder_is_a_list() -> None:
    body = templating.fill("For:\n((a))\nand more", {"a": ["x", "y"]}, bullets=True)
    assert "<li>x</li><li>y</li>" in as_html(body)


class _Elements(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.seen: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.append((tag, dict(attrs)))


ALLOWED = {"p", "br", "h2", "h3", "ul", "ol", "li", "hr", "div", "a"}
PIECES = [*"<>\"'&()[]!*#^-•|\\ \n\t1.ahtps:/=", "https://a.b", "http://", "](", "<b ", "onx="]
NASTY = st.lists(st.sampled_from(PIECES), max_size=40).map("".join)


@given(NASTY | st.text())
def test_no_element_but_ours_ever_comes_of_a_message(text: str) -> None:
    elements = _Elements()
    elements.feed(as_html(text))
    for tag, attributes in elements.seen:
        assert tag in ALLOWED
        assert set(attributes) <= {"class", "href", "title", "start"}
        assert re.match(r"https?://", attributes.get("href") or "http://", re.I)
    as_plain(text)


@given(NASTY | st.text())
def test_what_was_made_harmless_is_never_a_link_and_reads_as_it_was_typed(text: str) -> None:
    harmless = templating.sanitised(text)
    assert "<a " not in as_html(f"x {harmless}")
    assert not markdown.links(harmless)
    one_line = " ".join(templating.without_addresses(text).split())
    assert markdown.as_subject(templating.sanitised(" ".join(text.split()))).split() == one_line.split()
