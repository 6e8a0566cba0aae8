"""The two schemes a prison may run. Settings, roles, statuses, allocations and figures never mix (key-workers.md 1)."""

from dataclasses import dataclass
from enum import StrEnum


class Policy(StrEnum):
    KEY_WORKER = "KEY_WORKER"
    PERSONAL_OFFICER = "PERSONAL_OFFICER"

    @property
    def slug(self) -> str:
        """How the scheme stands in addresses."""
        return self.value.lower().replace("_", "-")

    @property
    def words(self) -> "Words":
        """What officers call it."""
        return _WORDS[self]


@dataclass(frozen=True, slots=True)
class Words:
    """What a scheme calls the officer who works with somebody, one and many."""

    worker: str
    workers: str

    @property
    def capital(self) -> str:
        """At the beginning of a sentence."""
        return self.worker.capitalize()

    @property
    def capitals(self) -> str:
        """Many, at the beginning of a sentence."""
        return self.workers.capitalize()


_WORDS = {
    Policy.KEY_WORKER: Words("key worker", "key workers"),
    Policy.PERSONAL_OFFICER: Words("personal officer", "personal officers"),
}


def policy_at(slug: str) -> Policy | None:
    """The scheme an address is about; None for no scheme."""
    return next((policy for policy in Policy if policy.slug == slug), None)
