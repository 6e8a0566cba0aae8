"""The person or machine on whose behalf something is done."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Actor:
    """Who is acting now. Codes are upper case; `caseloads` are prison codes, `active_caseload` one of them or ''."""

    username: str
    display_name: str = ""
    account_id: int | None = None
    roles: frozenset[str] = field(default_factory=frozenset)
    caseloads: tuple[str, ...] = ()
    active_caseload: str = ""

    @property
    def is_signed_in(self) -> bool:
        return bool(self.username)


NOBODY = Actor(username="")
SYSTEM = Actor(username="SYS", display_name="System")
