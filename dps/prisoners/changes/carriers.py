"""Who carries a change on to another system: the NOMIS link registers itself here."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dps.prisoners.changes.models import Change

Carrier = Callable[["Sequence[Change]"], None]
_carriers: list[Carrier] = []


def register(carrier: Carrier) -> None:
    """Call `carrier` with every change, in the transaction that makes it. Called from `AppConfig.ready`."""
    if carrier not in _carriers:
        _carriers.append(carrier)


def hand_over(changes: "Sequence[Change]") -> None:
    """Give changes to every carrier, in the current transaction."""
    for carrier in _carriers:
        carrier(changes)
