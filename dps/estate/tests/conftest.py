from collections.abc import Iterator

import pytest

from dps.estate import queries
from dps.estate.commands import load_estate


@pytest.fixture(autouse=True)
def nothing_remembered() -> Iterator[None]:
    """Labels are kept in the process for a minute: no test may see another's."""
    queries.forget_kept()
    yield
    queries.forget_kept()


@pytest.fixture
def loaded(db: None) -> tuple[int, int]:
    return load_estate()
