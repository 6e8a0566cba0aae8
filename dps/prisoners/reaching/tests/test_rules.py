import pytest

from dps.prisoners.reaching import rules


@pytest.mark.parametrize(
    ("number", "extension", "wrong"),
    [
        ("0113 496 0000", "", set()), ("(0113) 4960000", "1234567", set()), ("0" * 40, "", set()),
        ("", "", {"number"}), ("0" * 41, "12345678", {"number", "extension"}), ("( )", "", {"number"}),
        ("+44 113", "", {"number"}), ("0113-496", "x1", {"number", "extension"}), ("٠١١٣", "١", {"number", "extension"}),
        ("0113\n", "", {"number"}),
    ],
)  # fmt: skip
def test_telephone_numbers(number: str, extension: str, wrong: set[str]) -> None:
    assert set(rules.phone_problems(number, extension)) == wrong


@pytest.mark.parametrize(
    ("address", "good"),
    [
        ("a@b", True), ("a" * 238 + "@b", True), ("a" * 239 + "@b", False), ("é" * 120 + "@b", False), ("", False),
        ("ab", False), ("a@@b", False), ("@b", False), ("a@", False), ("a b@c", False), ("a@b\n", False),
    ],
)  # fmt: skip
def test_email_addresses(address: str, good: bool) -> None:
    assert (rules.email_problem(address) == "") is good


def test_the_same_again() -> None:
    assert rules.is_phone_repeated("(0113) 496 0000", "", [("01134960000", "")])
    assert not rules.is_phone_repeated("01134960000", "2", [("01134960000", "")])
    assert rules.is_email_repeated("A@b.uk", ["a@B.uk"]) and not rules.is_email_repeated("a@b.uk", ["b@b.uk"])
