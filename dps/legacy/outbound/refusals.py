"""Why a write does not go through."""

from collections.abc import Mapping
from typing import Any


class Refused(Exception):
    """It can never be written as it is; the words say why and what to do."""


class NotYet(Exception):
    """Something it hangs on has yet to arrive; the words say what."""


class Differs(Exception):
    """NOMIS holds something that is neither as it was here before nor as it is now."""

    def __init__(self, words: str, theirs: Mapping[str, Any] | None) -> None:
        super().__init__(words)
        self.theirs = theirs
