import pytest
from hypothesis import given
from hypothesis import strategies as st

from dps.platform.access import SYSTEM, Actor, Grant, Scope, all_grants, holds, register, require, scopes_of
from dps.platform.web.refusals import NotAllowed

LEEDS_ONLY = "test:thing:active"
CASELOADS = "test:thing:any"
ANYWHERE = "test:thing:everywhere"


@pytest.fixture(autouse=True)
def _table(monkeypatch: pytest.MonkeyPatch) -> None:
    from collections import defaultdict

    from dps.platform.access import grants

    monkeypatch.setattr(grants, "_grants", defaultdict(dict))
    register(
        [
            Grant("OFFICER", LEEDS_ONLY, Scope.ACTIVE_CASELOAD),
            Grant("OFFICER", CASELOADS, Scope.ANY_CASELOAD),
            Grant("ANALYST", ANYWHERE, Scope.EVERYWHERE),
        ]
    )


OFFICER = Actor("A", roles=frozenset({"OFFICER"}), caseloads=("LEI", "MDI"), active_caseload="LEI")
ANALYST = Actor("B", roles=frozenset({"ANALYST"}))


@pytest.mark.parametrize(
    ("actor", "capability", "prison", "allowed"),
    [
        (OFFICER, LEEDS_ONLY, "LEI", True),
        (OFFICER, LEEDS_ONLY, "MDI", False),
        (OFFICER, LEEDS_ONLY, None, True),
        (OFFICER, CASELOADS, "MDI", True),
        (OFFICER, CASELOADS, "BXI", False),
        (OFFICER, ANYWHERE, "LEI", False),
        (ANALYST, ANYWHERE, "BXI", True),
        (ANALYST, LEEDS_ONLY, None, False),
        (SYSTEM, LEEDS_ONLY, "BXI", True),
    ],
)
def test_scope_decides(actor: Actor, capability: str, prison: str | None, allowed: bool) -> None:
    if allowed:
        require(actor, capability, prison=prison)
    else:
        with pytest.raises(NotAllowed):
            require(actor, capability, prison=prison)


def test_registering_twice_changes_nothing() -> None:
    before = all_grants()
    register([Grant("OFFICER", CASELOADS, Scope.ANY_CASELOAD)])
    assert all_grants() == before


@given(st.sets(st.sampled_from(["OFFICER", "ANALYST", "OTHER"])), st.sampled_from([LEEDS_ONLY, CASELOADS, "x"]))
def test_nobody_holds_what_no_role_of_theirs_grants(roles: set[str], capability: str) -> None:
    actor = Actor("C", roles=frozenset(roles))
    assert holds(actor, capability) == ("OFFICER" in roles and capability != "x")
    assert bool(scopes_of(actor, capability)) == holds(actor, capability)


def test_only_the_system_itself_is_trusted_not_a_namesake() -> None:
    assert not holds(Actor(SYSTEM.username), LEEDS_ONLY)
