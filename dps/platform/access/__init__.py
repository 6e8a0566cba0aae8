"""Who may do what: capabilities, the grants that give them to roles, and the one check everything asks.

A **capability** is one thing a person can do, named `service:thing:action`. A **grant** says which role holds it and in
which **scope**. A service lists its grants in its `permissions.py` and registers them in `apps.py`; all grants
together are *the* permission table. Every page names its capability with `@page(...)`.
"""

from dps.platform.access.actor import SYSTEM, Actor
from dps.platform.access.grants import Grant, Scope, all_grants, holds, register, require, scopes_of
from dps.platform.access.pages import PUBLIC, SIGNED_IN, page

__all__ = [
    "PUBLIC",
    "SIGNED_IN",
    "SYSTEM",
    "Actor",
    "Grant",
    "Scope",
    "all_grants",
    "holds",
    "page",
    "register",
    "require",
    "scopes_of",
]
