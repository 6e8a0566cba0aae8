"""A person's case notes, as staff read them without a script (case-notes.md 2.1, 5.9, 6)."""

from collections.abc import Callable
from datetime import timedelta
from urllib.parse import quote

import pytest
from django.db import connection
from django.test import Client

from dps.case_notes.models import Amendment, CaseNote, NoteSubType
from dps.case_notes.reading import note_actions
from dps.case_notes.reading.note_actions import ListAction, NoteAction
from dps.case_notes.reading.tests.conftest import BASE, NOW, TODAY, texts, whole, words
from dps.case_notes.tests.notes import a_note, an_amendment
from dps.platform.audit.models import AuditEntry
from dps.prisoners.models import Person
from dps.prisoners.tests.officers import statements
from dps.prisoners.tests.people import make_person

pytestmark = pytest.mark.django_db


def ago(days: float) -> dict[str, object]:
    return {"created_at": NOW - timedelta(days=days)}


def days(name: str, day: object) -> str:
    return "&".join(f"{name}-{part}={getattr(day, part)}" for part in ("day", "month", "year"))


def test_a_card_shows_everything_of_a_note_and_nothing_of_it_is_run(reader: Client) -> None:
    note = a_note(
        "A1111AA",
        "POS",
        "POS_GEN",
        "One line\n<script>alert(1)</script>",
        **ago(3),
        occurred_at=NOW - timedelta(days=4),
    )
    an_amendment(note, "Second <b>thing</b>", created_at=NOW - timedelta(days=1), author_name="Ben Ode")
    an_amendment(note, "First thing", created_at=NOW - timedelta(days=2))
    reply = reader.get(BASE)
    assert "One line<br>&lt;script&gt;" in whole(reply) and "<script>alert" not in whole(reply)
    page = words(reply)
    for said in (
        "Positive Behaviour: General Entry",
        "Created by: Aisha Khan",
        "Written at: Leeds (HMP)",
        "1 case note",
    ):
        assert said in page
    assert page.index("First thing") < page.index("Second <b>thing</b>") < page.index("by Ben Ode")
    assert "Print a copy" not in page and "System entry" not in page
    assert "<title>O&#39;Brien, Seán – Case notes" in whole(reply) and ">Case notes</a>" in whole(reply)


def test_four_orders(reader: Client) -> None:
    a_note("A1111AA", text="written up late", **ago(1), occurred_at=NOW - timedelta(days=50))
    a_note("A1111AA", text="at once", **ago(2))
    a_note("A1111AA", text="long ago", **ago(40))
    orders = {
        "": ["written up late", "at once", "long ago"],
        "?sort=createdAt,ASC": ["long ago", "at once", "written up late"],
        "?sort=occurrenceDateTime,DESC": ["at once", "long ago", "written up late"],
        "?sort=occurredAt,ASC": ["written up late", "long ago", "at once"],
    }
    for query, expected in orders.items():
        assert texts(reader.get(BASE + query)) == expected, query


def test_filters_alone_and_together(reader: Client) -> None:
    a_note("A1111AA", "ACHIEVEMENTS", "H&S", "safety", **ago(1), author_username="BEN", author_name="Ben Ode")
    a_note("A1111AA", "ACHIEVEMENTS", "LNG & SKILLS", "learning", **ago(9), occurred_at=NOW - timedelta(days=20))
    a_note("A1111AA", "OMU", "MAP", "of a type no longer used", **ago(30), location="MDI")
    a_note("A1111AA", "ALERT", "ACTIVE", "by a system", **ago(2), system_generated=True)
    found = {
        "?type=ACHIEVEMENTS": ["safety", "learning"],
        f"?sub_type={quote('ACHIEVEMENTS:H&S')}": ["safety"],
        f"?type=ACHIEVEMENTS&sub_type={quote('LNG & SKILLS')}": ["learning"],
        f"?type=OMU&sub_type={quote('ACHIEVEMENTS:H&S')}": ["of a type no longer used"],
        "?author=ben": ["safety"],
        "?author=khan+AISHA": ["by a system", "learning", "of a type no longer used"],
        "?author=100%25": [],
        "?prison=MDI": ["of a type no longer used"],
        "?prison=BXI": [],
        "?hide=system": ["safety", "learning", "of a type no longer used"],
        f"?{days('since', TODAY - timedelta(days=10))}": ["safety", "by a system"],
        f"?dates=created&{days('since', TODAY - timedelta(days=10))}": ["safety", "by a system", "learning"],
        f"?{days('until', TODAY - timedelta(days=19))}&type=ACHIEVEMENTS": ["learning"],
        f"?{days('until', TODAY)}&hide=system&prison=LEI&author=aisha": ["learning"],
        "?type=KA": [],
        "?type=KA&sub_type=KS": [],
        "?sub_type=ACHIEVEMENTS:GYM": [],
        "?type=ALERT&subType=ACTIVE": ["by a system"],
    }
    for query, expected in found.items():
        reply = reader.get(BASE + query)
        assert texts(reply) == expected and reply.status_code == 200, query
    since = TODAY - timedelta(days=5)
    page = words(reader.get(BASE + f"?dates=created&{days('since', since)}&hide=system"))
    assert "notes were created" in page and f"Created from {since:%d/%m/%Y}" in page and "System entries hidden" in page


def test_how_many_of_each_type_as_the_other_filters_find_them(reader: Client) -> None:
    for text in ("gym", "gym", "cell"):
        a_note("A1111AA", "POS", "POS_GEN", text)
    a_note("A1111AA", "NEG", "NEG_GEN", "gym")
    page = whole(reader.get(BASE + "?words=gym&type=NEG"))
    assert 'Positive Behaviour</a></td><td class="govuk-table__cell govuk-table__cell--numeric">2' in page
    assert "<strong>Negative Behaviour</strong>" in page and "1 case note<" in page
    assert "Positive Behaviour (3)" in page, "the list of types counts every note"
    assert '<optgroup label="Positive Behaviour" data-of="POS">' in page and "General Entry (3)" in page


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("fight", ["He was fighting"]),
        ("FIGHTS yard", ["He was fighting"]),
        ('"in the yard"', ["He was fighting"]),
        ("spice -debt", ["Spice found"]),
        ("debt or fight", ["He was fighting", "Owes a debt"]),
        ("pharm*", ["Sent to the pharmacy"]),
        ("later", ["Owes a debt"]),
        ("o'neil", ["Met Mr O'Neil"]),
        ("self-harm", ["No self-harm today"]),
        ("nothing-of-this", []),
    ],
)
def test_words_are_found_in_texts_and_what_was_added(reader: Client, typed: str, found: list[str]) -> None:
    for place, text in enumerate(
        ["He was fighting in the yard", "Spice found", "Owes a debt for spice", "Sent to the pharmacy", "Met Mr O'Neil", "No self-harm today"]
    ):  # fmt: skip
        note = a_note("A1111AA", text=text, **ago(place))
        if text.startswith("Owes"):
            an_amendment(note, "Paid later")
    reply = reader.get(BASE, {"words": typed})
    shown = texts(reply)
    assert len(shown) == len(found) and all(text.startswith(start) for text, start in zip(shown, found, strict=True))
    assert ('<mark class="dps-found">' in whole(reply)) is bool(found)


def test_what_is_found_stands_out_and_is_escaped(reader: Client) -> None:
    a_note("A1111AA", text="<i>Fighting</i> & <mark>fights</mark> /??/ \u201cfought\u201d \U0001f600")
    page = whole(reader.get(BASE + "?words=fight"))
    assert (
        '&lt;i&gt;<mark class="dps-found">Fighting</mark>&lt;/i&gt; &amp; &lt;mark&gt;<mark class="dps-found">' in page
    )


@pytest.mark.parametrize("typed", ["the", "!!", "the of", "-", "&|!:*", "\\", "(", "' OR 1=1"])
def test_words_that_cannot_be_searched_for_are_told_and_kept(reader: Client, typed: str) -> None:
    a_note("A1111AA")
    reply = reader.get(BASE, {"words": typed})
    assert reply.status_code in (200, 400)
    if typed in ("the", "!!", "the of"):
        assert reply.status_code == 400 and "too common to search for" in words(reply)
    assert f'value="{typed}"'.replace("&", "&amp;").replace("'", "&#39;") in whole(reply).replace('""', '"')


@pytest.mark.parametrize(
    ("query", "said", "anchor"),
    [
        ("since-day=31&since-month=2&since-year=2026", "Date from must be a real date", "id_since-day"),
        (days("since", TODAY + timedelta(days=1)), "Date from must not be in the future", "id_since-day"),
        ("until-day=x&until-month=1&until-year=2026", "Date to must be a real date", "id_until-day"),
        (
            f"{days('since', TODAY)}&{days('until', TODAY - timedelta(days=1))}",
            "Date to must not be before date from",
            "id_until-day",
        ),
        ("type=NONE", "Type: choose one from the list", "id_type"),
        ("sub_type=POS:NONE", "Sub-type: choose one from the list", "id_sub_type"),
        ("words=" + "x" * 101, "100 characters or fewer", "id_words"),
        ("words=the&dates=never", "too common to search for", "id_words"),
        ("dates=never", "Which date: choose one from the list", "id_dates_0"),
    ],
)
def test_filters_that_cannot_be_show_no_list(reader: Client, query: str, said: str, anchor: str) -> None:
    a_note("A1111AA", text="not shown")
    reply = reader.get(f"{BASE}?{query}")
    assert reply.status_code == 400 and texts(reply) == []
    assert said in words(reply) and f'href="#{anchor}"' in whole(reply) and f'id="{anchor}"' in whole(reply)
    assert reader.get(f"{BASE}download/?{query}").status_code == 400


def test_nobody_has_none_without_being_told(reader: Client) -> None:
    page = words(reader.get(BASE))
    assert "Seán O'Brien does not have any case notes" in page and "Filter and sort" not in page
    a_note("A1111AA")
    page = words(reader.get(BASE + "?type=KA&sub_type=KS"))
    assert "Filters in use" in page and "Key Worker Activity: Key Worker Session (0)" in page
    page = words(reader.get(BASE + "?type=OBSERVE&words=unicorn"))
    assert "No case notes match these filters" in page and "clearing all filters" in page


def test_a_page_of_twenty_and_all_on_one(reader: Client) -> None:
    for place in range(45):
        a_note("A1111AA", text=f"note {place}", **ago(place))
    page = reader.get(BASE)
    assert "Showing 1 to 20 of 45 case notes" in words(page) and texts(page) == [f"note {n}" for n in range(20)]
    last = reader.get(BASE + "?page=3")
    assert "Showing 41 to 45 of 45" in words(last) and texts(last) == [f"note {n}" for n in range(40, 45)]
    assert texts(reader.get(BASE + "?page=99")) == texts(last)
    everything = reader.get(BASE + "?showAll=true&sort=createdAt,ASC")
    assert everything.streaming and "nonce-" in everything["Content-Security-Policy"]
    sent = b"".join(everything.streaming_content).decode()
    nonce = everything["Content-Security-Policy"].split("nonce-")[1].split("'")[0]
    assert f'nonce="{nonce}"' in sent and sent.count("dps-note__words") == 45 and "45 case notes" in sent
    assert sent.index("note 44") < sent.index("note 0<") and sent.rstrip().endswith("</html>")


def test_a_plain_text_file_keeps_paragraphs(reader: Client) -> None:
    note = a_note("A1111AA", "POS", "POS_GEN", "First paragraph.\n\nSecond, with \u201cquotes\u201d <b>.", **ago(2))
    an_amendment(note, "More.\nAnd more.")
    a_note("A1111AA", "NEG", "NEG_GEN", "Left out")
    reply = reader.get(BASE + "download/?type=POS")
    assert reply["Content-Disposition"] == 'attachment; filename="case-notes-A1111AA.txt"'
    said = whole(reply)
    assert said.startswith("\ufeffCase notes of Seán O'Brien, A1111AA\r\n") and "Left out" not in said
    assert "First paragraph.\r\n\r\nSecond, with \u201cquotes\u201d <b>.\r\n" in said
    assert "Filters: Positive Behaviour" in said and "More.\r\nAnd more." in said and "Created by: Aisha Khan" in said
    entry = AuditEntry.objects.get(action="CASE_NOTES_SEARCHED")
    assert entry.details == {"filters": {"type": "POS"}, "found": 1}
    assert AuditEntry.objects.filter(action="PRISONER_VIEWED", details__page="case notes as plain text").exists()


def test_views_and_searches_are_audited(reader: Client) -> None:
    a_note("A1111AA")
    reader.get(BASE)
    assert AuditEntry.objects.get(action="PRISONER_VIEWED").details == {"page": "case notes"}
    assert not AuditEntry.objects.filter(action="CASE_NOTES_SEARCHED").exists()
    reader.get(BASE + "?words=settled&page=1&other=x&type=")
    assert AuditEntry.objects.get(action="CASE_NOTES_SEARCHED").details == {
        "filters": {"words": "settled", "page": "1"}, "found": 1,
    }  # fmt: skip


@pytest.mark.parametrize("role", ["POM", "VIEW_SENSITIVE_CASE_NOTES", "ADD_SENSITIVE_CASE_NOTES"])
def test_somebody_with_only_sensitive_notes_looks_empty(
    person: Person, reader: Client, signed_in: Callable[..., Client], role: str
) -> None:
    note = a_note("A1111AA", "OBSERVE", "SECURITY", "A secret")
    assert "A secret" in words(reader.get(BASE))
    NoteSubType.objects.filter(type_id="OBSERVE", code="SECURITY").update(sensitive=True)
    page = reader.get(BASE)
    assert "does not have any case notes" in words(page) and "A secret" not in whole(page)
    for path in (f"{note.pk}/", f"{note.pk}/slip/"):
        assert reader.get(BASE + path).status_code == 404
    assert "A secret" not in whole(reader.get(BASE + "download/"))
    assert reader.get(BASE + "?type=OBSERVE&sub_type=SECURITY").status_code == 400, "as if there were no such sub-type"
    assert "A secret" not in whole(reader.get("/prisoners/A1111AA/timeline/"))
    a_note("A1111AA", text="For all")
    page = words(reader.get(BASE))
    assert "1 case note" in page and "For all" in page and "A secret" not in page
    assert "A secret" not in whole(reader.get(BASE + "?showAll=true&words=secret"))
    trusted = signed_in(role, username="TRUSTED")
    assert "A secret" in words(trusted.get(BASE)) and "Sensitive: not everybody" in words(trusted.get(BASE))
    assert trusted.get(f"{BASE}{note.pk}/").status_code == 200


def test_who_may_not_read_finds_nothing_and_sees_no_tab(
    person: Person, reader: Client, signed_in: Callable[..., Client]
) -> None:
    note = a_note("A1111AA")
    other = make_person("B1111BB")
    abroad = signed_in("GLOBAL_SEARCH", caseloads=("MDI",), username="ABROAD")
    profile = abroad.get("/prisoners/A1111AA/timeline/")
    assert profile.status_code == 200 and "case-notes/" not in whole(profile) and "Observations" not in words(profile)
    for path in ("", "download/", f"{note.pk}/", f"{note.pk}/slip/"):
        assert abroad.get(BASE + path).status_code == 404, path
    assert AuditEntry.objects.filter(action="PRISONER_VIEW_REFUSED").count() == 4
    assert reader.get(f"/prisoners/{other.number}/case-notes/{note.pk}/").status_code == 404, "of somebody else"


def test_when_notes_cannot_be_read_the_rest_of_the_page_is_there(reader: Client) -> None:
    a_note("A1111AA", author_username="READER")
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE case_notes_amendment RENAME TO gone")
    reply = reader.get(BASE)
    assert reply.status_code == 200 and "Case notes are unavailable" in words(reply)
    assert "O'Brien, Seán" in words(reply) and "A1111AA" in words(reply)
    assert "Case notes are unavailable" in words(reader.get("/case-notes/"))
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE case_notes_casenote RENAME TO also_gone")
    file = reader.get(f"{BASE}download/")
    assert file.status_code == 503 and "Case notes are unavailable" in words(file)


def test_notes_that_cannot_be_read_to_the_end_say_so(reader: Client) -> None:
    a_note("A1111AA")
    page, file = reader.get(BASE + "?showAll=true"), reader.get(BASE + "download/")
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE case_notes_amendment RENAME TO gone")
    assert "The rest of the case notes could not be read" in whole(file)
    assert page.status_code == 200


def test_five_hundred_notes_cost_what_one_does(reader: Client) -> None:
    note = a_note("A1111AA")
    queries = ("", "?words=settled", f"?type=OBSERVE&hide=system&{days('since', TODAY - timedelta(days=9))}", "?page=1")

    def costs() -> dict[str, int]:
        """The lesser of two: what is known of NOMIS is read again after some seconds, on whatever page comes then."""
        return {query: min(statements(reader, BASE + query) for _ in range(2)) for query in queries}

    before = costs()
    more = [
        CaseNote(
            id=f"0190a000-0000-7000-8000-{place:012d}", person_id="A1111AA", sub_type_id=note.sub_type_id,
            occurred_at=note.occurred_at, author_username="AISHA", author_name="A", text="Settled", legacy_id=-10_000 - place,
            created_at=note.created_at, created_by="AISHA", words=note.words,
        )
        for place in range(500)
    ]  # fmt: skip
    CaseNote.objects.bulk_create(more)
    Amendment.objects.bulk_create(
        Amendment(
            id=f"0190a000-0000-7000-9000-{place:012d}", note=one, author_username="B", author_name="B", text="More",
            created_at=NOW, created_by="B",
        )
        for place, one in enumerate(more)
    )  # fmt: skip
    assert costs() == before
    assert before[""] <= 12 and before["?words=settled"] == before[""] + 2


def test_only_what_is_registered_is_linked(reader: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(note_actions, "_of_notes", {})
    monkeypatch.setattr(note_actions, "_of_lists", {})
    mine, other = a_note("A1111AA"), a_note("A1111AA", author_username="BEN")
    assert "more/" not in whole(reader.get(BASE)) and "add/" not in whole(reader.get(BASE))
    note_actions.register(
        NoteAction("more", "Add more details", "more/", 10, lambda note, person, actor: note.author_username == "AISHA")
    )
    note_actions.register_for_list(ListAction("add", "Add case note", "add/", 10, lambda *asked: True, is_button=True))
    note_actions.register_for_list(ListAction("gone", "Deleted notes", "deleted/", 20, lambda person, actor: False))
    page = whole(reader.get(BASE))
    assert f'href="{BASE}{mine.pk}/more/"' in page and f"{other.pk}/more/" not in page
    assert f'class="govuk-button" href="{BASE}add/"' in page and "deleted/" not in page
    assert f'href="{BASE}{mine.pk}/more/"' in whole(reader.get(f"{BASE}{mine.pk}/"))
