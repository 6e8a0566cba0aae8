import pytest
from hypothesis import given
from hypothesis import strategies as some

from dps.prisoners.diet import rules


@pytest.mark.parametrize(
    ("ticked", "details", "kept", "wrong"),
    [
        ({"medical": ["OTHER"]}, {}, {}, ["medical_other"]),
        ({"medical": ["OTHER"]}, {"medical_other": "Soft food"}, {"medical_other": "Soft food"}, []),
        ({"medical": ["EATING_DISORDER"]}, {}, {}, []),
        ({"medical": ["EATING_DISORDER"]}, {"eating_disorder": "x" * 101}, {"eating_disorder": "x" * 101}, ["eating_disorder"]),
        ({"medical": []}, {"medical_other": "Left behind"}, {}, []),
        ({"allergies": ["OTHER"], "personalised": ["OTHER"]}, {}, {}, ["allergies_other", "personalised_other"]),
    ],
)  # fmt: skip
def test_a_text_goes_with_its_box(
    ticked: dict[str, list[str]], details: dict[str, str], kept: dict[str, str], wrong: list[str]
) -> None:
    needs, problems = rules.tidied(ticked, details, "")
    assert (dict(needs.details), list(problems)) == (kept, wrong)


codes = some.sampled_from([*rules.ALLERGIES, "NONSENSE"])


@given(some.lists(codes), some.dictionaries(some.sampled_from(list(rules.DETAILS)), some.text(max_size=120)))
def test_what_is_kept_is_in_order_known_and_tells_its_texts(ticked: list[str], details: dict[str, str]) -> None:
    needs, _ = rules.tidied({"allergies": ticked}, details, "")
    assert list(needs.allergies) == [code for code in rules.ALLERGIES if code in ticked]
    assert set(needs.details) <= {"allergies_other"}
    assert len(rules.group_words("allergies", needs.allergies, needs.details)) == len(needs.allergies)
    assert rules.tidied({"allergies": needs.allergies}, needs.details, "")[0] == needs
