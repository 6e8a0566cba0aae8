from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dps.platform.notify import templating
from dps.platform.notify.templating import fill, missing, placeholders, sanitised, without_addresses


@pytest.mark.parametrize(
    ("text", "values", "filled"),
    [
        ("Dear ((name))", {"name": "Ada"}, "Dear Ada"),
        ("(((x)))", {"x": "value"}, "(value)"),
        ("(()) ((unclosed", {}, "(()) ((unclosed"),
        ("((First Name)) ((first_name)) ((FIRST-NAME))", {"firstName": "Ada"}, "Ada Ada Ada"),
        ("((a??shown))", {"a": "YES"}, "shown"),
        ("((a??shown))", {"a": 2}, ""),
        ("((a??b??c))", {"a": True}, "b??c"),
        ("((a??two\nlines))", {"a": "include"}, "two\nlines"),
        ("((warning?)) ((a?b))", {"warning?": 1, "a?b": 2}, "1 2"),
        ("((a))", {"a": "((b))", "b": "never"}, "((b))"),
        ("((a))", {"a": ""}, ""),
        ("((a)) ((b)) ((c)) ((d))", {"a": True, "b": 0.0, "c": 123, "d": {"k": 1}}, 'True 0.0 123 {"k": 1}'),
        ("((a))", {"a": ["x", " ", None, "y", "z"]}, "x, y and z"),
        ("((a))", {"a": ["x"]}, "x"),
        ("((a))", {"a": [None, ""]}, ""),
        ("((a??no))", {"a": ["true"]}, ""),
        ("((-_ ))", {}, "((-_ ))"),
    ],
)
def test_filling(text: str, values: dict[str, Any], filled: str) -> None:
    assert fill(text, values) == filled


def test_a_list_in_a_body_is_bullets() -> None:
    assert fill("For: ((a))", {"a": ["x", "", "y"]}, bullets=True) == "For: \n\n* x\n* y"
    assert fill("For: ((a))", {"a": ["", None]}, bullets=True) == "For: "


@pytest.mark.parametrize("word", ["yes", "Y", "TRUE", "t", "1", "Include", "show", True, 1])
def test_true(word: Any) -> None:
    assert templating.is_true(word)


@pytest.mark.parametrize("word", ["no", "2", "off", "", " yes", 0, False, 2, [], ["true"], None])
def test_not_true(word: Any) -> None:
    assert not templating.is_true(word)


def test_what_is_missing_is_told_as_the_template_spells_it() -> None:
    text = "((First Name)) ((when??x)) ((first_name)) ((b))"
    assert placeholders(text) == ["First Name", "when", "b"]
    assert missing(text, {"FIRST_NAME": "", "when": None}) == ["when", "b"]


NAMES = st.text(
    st.characters(codec="utf-8", exclude_characters="()?", exclude_categories=["Cs"]), min_size=1, max_size=12
).filter(templating.normal)
WORDS = st.text(st.characters(codec="utf-8", exclude_characters="()", exclude_categories=["Cs"]), max_size=20)


@given(before=WORDS, name=NAMES, after=WORDS, value=st.text())
def test_a_value_stands_where_its_name_stood_whatever_it_is(before: str, name: str, after: str, value: str) -> None:
    assert fill(f"{before}(({name})){after}", {name: value}) == before + value + after


@given(st.dictionaries(NAMES, st.text() | st.lists(st.text()), max_size=4), WORDS)
def test_nothing_is_missing_when_every_placeholder_has_a_value(values: dict[str, Any], words: str) -> None:
    text = words + "".join(f"(({name}))" for name in values)
    assert not missing(text, values)
    fill(text, values)
    assert {templating.normal(name) for name in placeholders(text)} == {templating.normal(name) for name in values}


@pytest.mark.parametrize(
    ("typed", "harmless"),
    [
        ("https://evil.link/x?y=1 now", " now"),
        ("see ftp://a.b or HTTP://X", "see  or "),
        ("1http://x", "1"),
        ("evil.link/path", ""),
        ("evil.link", "evil. link"),
        ("www.evil.co.uk.", "www. evil. co. uk."),
        ("aisha.holroyd@justice.gov.uk", "aisha.holroyd@justice.gov.uk"),
        ("at 09.05, £1.50 e.g.", "at 09.05, £1.50 e.g."),
        ("Mr. Smith", "Mr. Smith"),
    ],
)
def test_addresses_are_taken_out_of_what_people_typed(typed: str, harmless: str) -> None:
    assert without_addresses(typed) == harmless


def test_markdown_is_put_behind_backslashes() -> None:
    assert sanitised("[click](x) `*_#+-.!|{}<>\\") == r"\[click\]\(x\) \`\*\_\#\+\-\.\!\|\{\}\<\>\\"


def test_only_the_named_values_are_changed_and_told() -> None:
    values = {"Reason": "*now*", "link": "https://a.b/c", "n": 3, "several": ["a-b", None]}
    cleaned, changed = templating.sanitise_values(values, ["reason", "N", "SEVERAL"])
    assert cleaned == {"Reason": r"\*now\*", "link": "https://a.b/c", "n": 3, "several": [r"a\-b"]}
    assert changed["Reason"] == {"unsanitised": "*now*", "sanitised": r"\*now\*"}
    assert set(changed) == {"Reason", "several"}
