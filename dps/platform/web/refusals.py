"""The four ways an intention can be refused. Pages and the API turn them into words in one place."""

from collections.abc import Mapping


class Refusal(Exception):
    """Something a person asked for that will not be done. Not a fault: never logged as one."""


class Invalid(Refusal):
    """What was typed breaks a rule. `problems` maps field name ('' for the whole form) to words for the person."""

    def __init__(self, problems: Mapping[str, str]) -> None:
        self.problems = dict(problems)
        super().__init__("; ".join(self.problems.values()))


class NotFound(Refusal):
    """There is no such thing, or this person may not know of it: the two look the same."""


class NotAllowed(Refusal):
    """This person may know of it but not do this."""


class Conflict(Refusal):
    """Somebody else changed it first, or it is no longer in a state that allows this."""
