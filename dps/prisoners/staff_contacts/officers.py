"""The officers of a person's prison who work with them: rows told by the services that know of them."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

import structlog

from dps.prisoners.profile.failing_alone import failing_alone
from dps.prisoners.staff_contacts.presenters import Row

if TYPE_CHECKING:
    from dps.prisoners.profile.frame import Opened

log = structlog.get_logger("dps.prisoners")
Teller = Callable[["Opened"], Sequence[Row]]
UNAVAILABLE = Row("Officers of the prison", "Currently unavailable. Try again later.")
_tellers: list[Teller] = []


def register(teller: Teller) -> None:
    """Add a function that gives the rows of a person, in order. Called from `AppConfig.ready`."""
    if teller not in _tellers:
        _tellers.append(teller)


def rows_of(person: "Opened") -> list[Row]:
    """Every row there is of a person. One that cannot be read says so and never breaks the page."""
    found: list[Row] = []
    for teller in _tellers:
        try:
            with failing_alone():
                found += teller(person)
        except Exception as failure:
            log.error("staff contacts unavailable", kind=type(failure).__name__)
            found.append(UNAVAILABLE)
    return found
