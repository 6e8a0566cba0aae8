from pathlib import Path

import pytest

from dps.platform.notify import catalogue
from dps.platform.notify.catalogue import parse


def test_a_file_with_a_subject_is_an_email() -> None:
    found = parse(
        "k", "Subject: To ((name))\r\nLinks: My Page, other\r\n\r\nSee ((my_page)), ((sign-in link)), ((Name))\n"
    )
    assert (found.kind, found.subject, found.body) == (
        "email",
        "To ((name))",
        "See ((my_page)), ((sign-in link)), ((Name))",
    )
    assert found.placeholders == ["name", "my_page", "sign-in link"]
    assert found.typed_by_people() == ["name"]


def test_a_file_without_one_is_a_text() -> None:
    found = parse("k", "((code)) is your code\nfor this: ((x_link))\n")
    assert (found.kind, found.subject, found.body) == ("sms", None, "((code)) is your code\nfor this: ((x_link))")
    values = {"code": "evil.link", "x_link": "https://a.b/c"}
    assert found.harmless_in_a_text(values) == {"code": "evil. link", "x_link": "https://a.b/c"}


def test_the_hash_follows_the_words() -> None:
    same, other = parse("a", "Subject: x\n\ny"), parse("a", "Subject: x\n\nz")
    assert same.hash == parse("b", "Subject: x\n\ny\n").hash != other.hash


def test_two_rooms_may_not_use_one_key(tmp_path: Path) -> None:
    for room in ("one", "other"):
        (tmp_path / room).mkdir()
        (tmp_path / room / "example-key.md").write_text("Subject: x\n\ny")
        catalogue.register_templates(tmp_path / room)
        catalogue.register_templates(tmp_path / room)
    with pytest.raises(ValueError, match="two templates have the key example-key"):
        catalogue.all_templates()


def test_ids_at_the_stand_in_are_made_of_the_key() -> None:
    assert catalogue.stand_in_id("a") == catalogue.stand_in_id("a") != catalogue.stand_in_id("b")
