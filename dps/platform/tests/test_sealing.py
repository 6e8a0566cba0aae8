import pytest
from hypothesis import given
from hypothesis import strategies as st

from dps.platform import sealing


@given(st.binary(max_size=200), st.text(min_size=1, max_size=20))
def test_what_is_sealed_can_be_opened_and_read_nowhere(content: bytes, purpose: str) -> None:
    kept = sealing.seal(content, purpose=purpose)
    assert sealing.unseal(kept, purpose=purpose) == content
    assert len(content) < 8 or content not in kept.encode()
    assert sealing.seal(content, purpose=purpose) != kept, "the same content looks different each time"


def test_only_for_its_purpose_and_unaltered() -> None:
    kept = sealing.seal(b"the key", purpose="one")
    altered = kept[:-8] + ("A" if kept[-8] != "A" else "B") + kept[-7:]
    for wrong, purpose in ((kept, "another"), (altered, "one"), ("", "one"), ("nonsense", "one")):
        with pytest.raises(sealing.CannotOpen):
            sealing.unseal(wrong, purpose=purpose)


def test_a_secret_key_that_was_changed_still_opens_while_it_is_named(settings: pytest.FixtureRequest) -> None:
    settings.SECRET_KEY = "first"
    kept = sealing.seal(b"the key", purpose="one")
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "second", ["first"]
    assert sealing.unseal(kept, purpose="one") == b"the key"
    settings.SECRET_KEY_FALLBACKS = []
    with pytest.raises(sealing.CannotOpen):
        sealing.unseal(kept, purpose="one")


def test_keys_of_different_purposes_and_secrets_have_nothing_in_common() -> None:
    keys = {sealing.derived(purpose, secret=secret) for purpose in ("a", "b") for secret in ("x", "y")}
    assert len(keys) == 4 and all(len(key) == 32 for key in keys)
    assert len(sealing.derived("a", length=16)) == 16
