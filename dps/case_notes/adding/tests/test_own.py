"""Favourites and ready texts."""

from collections.abc import Callable

import pytest
from django.test import Client

from dps.case_notes.adding.favourites import commands as favourites
from dps.case_notes.adding.favourites.rules import MOST_FAVOURITES
from dps.case_notes.adding.ready_texts import commands
from dps.case_notes.adding.tests.conftest import BASE, a_note_typed, actor, chosen, options, said_wrong, whole, words
from dps.case_notes.models import FavouriteKind, NoteSubType, ReadyText
from dps.platform.audit.models import AuditEntry
from dps.platform.web.refusals import Conflict, Invalid

TEXTS, MINE = "/case-notes/ready-texts/", "/case-notes/favourites/"
GOOD = {
    "name": "Cell check",
    "text": "Checked the cell.\nAll in order.",
    "type": "OBSERVE",
    "sub_type": "OBS_GEN",
    "save": "yes",
}


def test_favourites_are_added_listed_and_taken_away(browser: Client) -> None:
    assert "You have none yet" in words(browser.get(MINE))
    assert said_wrong(browser.post(MINE, {"add": "yes"})) == [
        ("id_type", "Choose the type"), ("id_sub_type", "Choose the sub-type"),
    ]  # fmt: skip
    assert len(options(browser.post(MINE, {"show": "yes", "type": "KA"}), "id_sub_type")) == 3
    for _ in range(2):
        reply = browser.post(MINE, {"add": "yes", "type": "KA", "sub_type": "KS"}, follow=True)
        assert "Key Worker Activity: Key Worker Session is one of your favourites" in words(reply)
    kept = FavouriteKind.objects.get()
    assert browser.post(MINE, {"add": "yes", "type": "POM", "sub_type": "GEN"}).status_code == 404
    assert "You have none yet" in words(browser.post(MINE, {"away": str(kept.sub_type_id)}, follow=True))
    for place, id in enumerate(NoteSubType.objects.order_by("id").values_list("id", flat=True)[: MOST_FAVOURITES + 1]):
        if place < MOST_FAVOURITES:
            favourites.add(id, by=actor())
        else:
            with pytest.raises(Invalid):
                favourites.add(id, by=actor())
    reply = browser.post(MINE, {"add": "yes", "type": "KA", "sub_type": "KS"})
    assert reply.status_code == 400 and "take one away first" in words(reply)
    reply = browser.post(f"{BASE}add/", a_note_typed(favourite="yes", type="KA", sub_type="KS"), follow=True)
    assert "Case note added" in words(reply) and "take one away first" in words(reply)


def test_a_ready_text_begins_a_note(browser: Client) -> None:
    reply = browser.post(f"{TEXTS}add/", GOOD, follow=True)
    assert "Ready text saved" in words(reply) and "For Observations: General Entry. Only for you" in words(reply)
    text = ReadyText.objects.get()
    page = browser.post(f"{BASE}add/", {"text": "Typed first", "use": "yes", "ready": str(text.pk)})
    assert "Typed first\n\nChecked the cell.\nAll in order.</textarea>" in whole(page)
    assert chosen(page, "id_type") == "OBSERVE" and chosen(page, "id_sub_type") == "OBS_GEN"
    page = browser.post(f"{BASE}add/", {"type": "KA", "use": "yes", "ready": str(text.pk)})
    assert chosen(page, "id_type") == "KA", "what was chosen stays"
    for nonsense in ("", "9" * 30, "²", "0"):
        assert browser.post(f"{BASE}add/", {"text": "Kept", "use": "yes", "ready": nonsense}).status_code == 200


def test_what_is_wrong_with_a_ready_text_is_said_at_once(browser: Client) -> None:
    reply = browser.post(f"{TEXTS}add/", {"save": "yes", "type": "OBSERVE"})
    assert reply.status_code == 400 and said_wrong(reply) == [
        ("id_name", "Give the text a name"),
        ("id_text", "Enter the text"),
        ("id_sub_type", "Choose the sub-type, or leave the type empty"),
    ]
    browser.post(f"{TEXTS}add/", GOOD)
    assert said_wrong(browser.post(f"{TEXTS}add/", GOOD | {"name": "cell CHECK"})) == [
        ("id_name", "You have a text with this name already")
    ]
    assert browser.post(f"{TEXTS}add/", GOOD | {"name": "x" * 81}).status_code == 400
    page = browser.post(f"{TEXTS}add/", {**GOOD, "save": "", "shared": "yes", "type": "POS"} | {"show": "yes"})
    assert ReadyText.objects.count() == 1 and page.status_code in (200, 400)


def test_shared_with_the_prison_and_looked_after_by_its_maker(
    browser: Client, signed_in: Callable[..., Client]
) -> None:
    browser.post(f"{TEXTS}add/", GOOD | {"shared": "yes"})
    browser.post(f"{TEXTS}add/", GOOD | {"name": "Only mine"})
    text = ReadyText.objects.get(name="Cell check")
    assert text.prison == "LEI"
    assert AuditEntry.objects.filter(action="READY_TEXT_MADE").first().details["text"] == GOOD["text"]  # type: ignore[union-attr]
    colleague = signed_in(username="COLLEAGUE")
    page = words(colleague.get(TEXTS))
    assert "Cell check" in page and "Made by Sam Hall" in page and "Only mine" not in page
    assert "Cell check (shared)" in options(colleague.get(f"{BASE}add/"), "id_ready")
    assert (
        colleague.get(f"{TEXTS}{text.pk}/").status_code
        == colleague.post(f"{TEXTS}{text.pk}/", {"remove": "yes"}).status_code
        == 404
    )
    assert "All in order.</textarea>" in whole(colleague.get(f"{TEXTS}add/?like={text.pk}"))
    elsewhere = signed_in(caseloads=("MDI",), username="ELSEWHERE")
    assert (
        "Cell check" not in words(elsewhere.get(TEXTS))
        and elsewhere.get(f"{TEXTS}add/?like={text.pk}").status_code == 404
    )


def test_changing_and_removing_ones_own(browser: Client) -> None:
    browser.post(f"{TEXTS}add/", GOOD)
    text = ReadyText.objects.get()
    own = f"{TEXTS}{text.pk}/"
    assert chosen(browser.get(own), "id_sub_type") == "OBS_GEN"
    changed = GOOD | {"text": "Changed", "type": "", "sub_type": "", "version": "1", "shared": "yes"}
    assert browser.post(own, changed).status_code == 302
    text.refresh_from_db()
    assert (text.text, text.sub_type_id, text.prison, text.version) == ("Changed", None, "LEI", 2)
    reply = browser.post(own, changed | {"text": "In the other window"})
    assert (
        reply.status_code == 409
        and "In the other window</textarea>" in whole(reply)
        and "It now says: Changed" in words(reply)
    )
    with pytest.raises(Conflict):
        commands.change(text.pk, version=1, name="x", text="x", sub_type_id=None, shared=False, by=actor())
    assert 'name="version" value="2"' in whole(reply)
    assert "Ready text removed" in words(browser.post(own, {"remove": "yes"}, follow=True))
    assert not ReadyText.objects.exists()
    actions = ["READY_TEXT_MADE", "READY_TEXT_CHANGED", "READY_TEXT_REMOVED"]
    assert (
        list(AuditEntry.objects.filter(action__startswith="READY").order_by("id").values_list("action", flat=True))
        == actions
    )
