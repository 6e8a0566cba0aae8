import pytest

from dps.estate.commands import load_estate


@pytest.fixture
def loaded(db: None) -> tuple[int, int]:
    """The product's own prisons and codes are in place."""
    return load_estate()
