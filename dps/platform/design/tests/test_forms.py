"""Forms take any nonsense, say all that is wrong at once, lead to the box to mend and keep what was typed."""

from datetime import date
from html.parser import HTMLParser

import pytest
from django.http import QueryDict
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dps.platform.design.forms import (
    CheckboxesField,
    DateField,
    DpsForm,
    PasswordField,
    RadiosField,
    SelectField,
    TextAreaField,
    TextField,
    cleaned_text,
)

COLOURS = [("", "Choose"), ("R", "Red"), ("B", "Blue & white")]


class EveryField(DpsForm):
    name = TextField(label="Name", max_length=10, missing="Enter a name", hint="As on the warrant")
    note = TextAreaField(label="Note", max_length=4000)
    secret = PasswordField(label="Password", max_length=20)
    colour = SelectField(label="Colour", choices=COLOURS, missing="Choose a colour")
    scope = RadiosField(label="Scope", choices=COLOURS[1:], missing="Choose a scope")
    flags = CheckboxesField(label="Flags", choices=COLOURS[1:])
    born = DateField(label="Date of birth", missing="Enter a date of birth")


NAMES = tuple(EveryField.base_fields)
GOOD = {
    "name": "Sean", "note": "One", "secret": "x", "colour": "R", "scope": "B", "flags": "R",
    "born-day": "27", "born-month": "3", "born-year": "1985",
}  # fmt: skip


class Boxes(HTMLParser):
    """The boxes of a page by id: their attributes, and what stands in a text area."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[str] = []
        self.by_id: dict[str, dict[str, str | None]] = {}
        self.areas: list[str] = []
        self._in_area = False
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        given_ = dict(attrs)
        if given_.get("id"):
            self.by_id[str(given_["id"])] = given_
        if tag == "textarea":
            self._in_area = True
            self.areas.append("")

    def handle_endtag(self, tag: str) -> None:
        self._in_area = self._in_area and tag != "textarea"

    def handle_data(self, data: str) -> None:
        if self._in_area:
            self.areas[-1] += data

    def marked(self) -> set[str]:
        return {name for name, attrs in self.by_id.items() if "--error" in str(attrs.get("class"))}


def drawn(form: DpsForm) -> Boxes:
    return Boxes("".join(form.as_field(name) for name in form.fields))


def sent(**changes: str | None) -> EveryField:
    data = QueryDict(mutable=True)
    data.update({key: value for key, value in {**GOOD, **changes}.items() if value is not None})
    return EveryField(data)


INJECTIONS = ["\x00", "'; DROP TABLE x; --", '"><script>alert(1)</script>', "A" * 5000]
NUMBERS = ["-1", "0", "²", "٣", "NaN", "R", "B", "31", "12", "1985", "9" * 40]
awkward = st.one_of(st.text(max_size=60), st.sampled_from(INJECTIONS), st.sampled_from(NUMBERS))
boxes = st.sampled_from([*NAMES, "born-day", "born-month", "born-year", "other", ""])


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.dictionaries(boxes, st.lists(awkward, max_size=3), max_size=9))
def test_no_nonsense_breaks_a_form(typed: dict[str, list[str]]) -> None:
    data = QueryDict(mutable=True)
    for key, values in typed.items():
        data.setlist(key, values)
    form = EveryField(data)
    valid = form.is_valid()
    page = drawn(form)
    assert "script" not in page.tags
    for problem in form.error_summary():
        assert problem.anchor in page.by_id and problem.words
    assert valid == (not form.error_summary())
    if valid:
        assert form.cleaned_data["colour"] in ("R", "B") and set(form.cleaned_data["flags"]) <= {"R", "B"}
        assert date(1900, 1, 1) <= form.cleaned_data["born"] <= date.max


@given(st.text(max_size=80))
def test_what_was_typed_comes_back_as_it_was(text: str) -> None:
    page = drawn(sent(name=text, note=text))
    seen = str(page.by_id["id_name"]["value"])
    assert seen.replace("\r", "") == text.replace("\r", "") or "\x00" in text
    assert page.areas[0].replace("\r", "") == text.replace("\r", "") or "\x00" in text


@given(st.text(max_size=200))
def test_cleaned_text_holds_no_control_characters_and_is_settled(text: str) -> None:
    clean = cleaned_text(text)
    assert not any(ord(c) < 32 and c not in "\n\t" for c in clean) and "\x7f" not in clean
    assert clean == clean.strip()
    assert cleaned_text(clean) == clean


def test_everything_wrong_is_said_at_once_in_the_order_of_the_page() -> None:
    form = EveryField(QueryDict(""))
    assert [(p.anchor, p.words) for p in form.error_summary()] == [
        ("id_name", "Enter a name"),
        ("id_colour", "Choose a colour"),
        ("id_scope_0", "Choose a scope"),
        ("id_born-day", "Enter a date of birth"),
    ]
    assert {"id_name", "id_colour", "id_born-day", "id_born-month", "id_born-year"} == drawn(form).marked()


def test_a_form_not_yet_sent_has_no_errors() -> None:
    form = EveryField()
    assert form.error_summary() == [] and drawn(form).marked() == set()


@pytest.mark.parametrize(
    ("length", "fits"),
    [(10, True), (11, False)],
)
def test_text_may_be_as_long_as_it_says(length: int, fits: bool) -> None:
    form = sent(name="é" * length)
    assert form.is_valid() == fits
    assert fits or form.errors["name"] == ["Name must be 10 characters or fewer"]


def test_a_line_end_counts_once_however_a_browser_sends_it() -> None:
    form = sent(note="a\r\n" * 1998 + "bbbb")
    assert form.is_valid() and len(form.cleaned_data["note"]) == 4000
    assert sent(note="a" * 4001).errors["note"] == ["Note must be 4,000 characters or fewer"]


def test_a_long_text_counts_its_characters() -> None:
    html = sent(note="x").as_field("note")
    page = Boxes(html)
    assert 'data-module="govuk-character-count" data-maxlength="4000"' in html
    assert "You can enter up to 4,000 characters" in html
    area = page.by_id["id_note"]
    assert "govuk-js-character-count" in str(area["class"]) and "id_note-info" in str(area["aria-describedby"])
    assert "id_note-info" in page.by_id


def test_boxes_are_described_by_their_hint_and_error() -> None:
    page = drawn(sent(name=""))
    assert page.by_id["id_name"]["aria-describedby"] == "id_name-hint id_name-error"
    assert "aria-describedby" not in page.by_id["id_secret"]
    assert {"id_name-hint", "id_name-error"} <= page.by_id.keys()


def test_a_text_box_has_a_width_unless_told_otherwise() -> None:
    assert "govuk-!-width-two-thirds" in str(drawn(EveryField()).by_id["id_name"]["class"])
    assert TextField(label="x", max_length=3, classes="govuk-input--width-5").classes == "govuk-input--width-5"


def test_a_password_is_neither_shown_again_nor_trimmed() -> None:
    form = sent(secret=" pass word ")
    assert form.is_valid() and form.cleaned_data["secret"] == " pass word "
    assert "pass word" not in form.as_field("secret")


@pytest.mark.parametrize("box", ["colour", "scope", "flags"])
def test_only_what_is_on_the_list_can_be_chosen(box: str) -> None:
    form = sent(**{box: "G"})
    assert form.errors[box][0].endswith(": choose one from the list")


@given(st.dates(min_value=date(1900, 1, 1)), st.sampled_from(["{}", " {} ", "0{}"]))
def test_any_real_day_is_read(day: date, written: str) -> None:
    parts = {"born-day": written.format(day.day), "born-month": written.format(day.month), "born-year": str(day.year)}
    form = sent(**parts)
    assert form.is_valid() and form.cleaned_data["born"] == day


@given(st.dates(min_value=date(1900, 1, 1)))
def test_a_day_given_as_first_value_is_in_the_boxes(day: date) -> None:
    page = drawn(EveryField(initial={"born": day}))
    assert [page.by_id[f"id_born-{part}"]["value"] for part in ("day", "month", "year")] == [
        str(day.day), str(day.month), str(day.year),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("typed", "wrong", "words"),
    [
        (("", "", ""), {"day", "month", "year"}, "Enter a date of birth"),
        (("27", "", "1985"), {"month"}, "Date of birth must include a month"),
        (("", "", "1985"), {"day", "month"}, "Date of birth must include a day and a month"),
        (("32", "3", "1985"), {"day"}, "Date of birth must be a real date"),
        (("31", "6", "1985"), {"day"}, "Date of birth must be a real date"),
        (("29", "2", "2023"), {"day"}, "Date of birth must be a real date"),
        (("27", "13", "1985"), {"month"}, "Date of birth must be a real date"),
        (("27", "March", "1985"), {"month"}, "Date of birth must be a real date"),
        (("0", "0", "1985"), {"day", "month"}, "Date of birth must be a real date"),
        (("x", "y", "z"), {"day", "month", "year"}, "Date of birth must be a real date"),
        (("-1", "3", "1985"), {"day"}, "Date of birth must be a real date"),
        (("٢", "3", "1985"), {"day"}, "Date of birth must be a real date"),
        (("27", "3", "99999"), {"year"}, "Date of birth must be a real date"),
        (("27", "3", "85"), {"year"}, "Date of birth must be after 1900"),
    ],
)
def test_only_the_wrong_boxes_of_a_date_are_marked(typed: tuple[str, str, str], wrong: set[str], words: str) -> None:
    day, month, year = typed
    form = sent(**{"born-day": day, "born-month": month, "born-year": year})
    assert form.errors["born"] == [words]
    page = drawn(form)
    assert page.marked() == {f"id_born-{part}" for part in wrong}
    first = next(part for part in ("day", "month", "year") if part in wrong)
    assert form.error_summary()[0].anchor == f"id_born-{first}"
    assert [page.by_id[f"id_born-{part}"]["value"] for part in ("day", "month", "year")] == list(typed)


def test_an_error_about_the_whole_day_marks_all_of_it() -> None:
    form = sent()
    assert form.is_valid()
    form.add_error("born", "Date of birth must be in the past")
    assert drawn(form).marked() == {"id_born-day", "id_born-month", "id_born-year"}


def test_a_wrong_part_in_one_form_is_not_remembered_in_the_next() -> None:
    assert not sent(**{"born-year": "85"}).is_valid()
    assert drawn(EveryField(QueryDict(""))).marked() >= {"id_born-day", "id_born-month", "id_born-year"}
    assert EveryField.base_fields["born"].wrong_parts == ("day", "month", "year")
