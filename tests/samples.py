"""What stands for each parameter of a route in the walks over all addresses."""

import re
from collections.abc import Sequence
from typing import TypeVar

T = TypeVar("T")

KEY = "0f8fad5b-d9cb-469f-a165-70867728950e"
SAMPLES = {
    "address_id": "10000000099",
    "alert": KEY,
    "amendment": KEY,
    "area": "left-arm",
    "attribute": "religion",
    "author": "OFFICER",
    "base_id": "visits",
    "change": "1",
    "child": "PART",
    "client_id": "visits",
    "code": "LEI",
    "contact_id": "1",
    "cover_id": "1",
    "crop": "top",
    "deleted": "1",
    "domain": "1",
    "email_id": "10000000099",
    "group": "COURT",
    "identifier_id": "10000000099",
    "image_id": "1",
    "key": KEY,
    "kind": "profile-detail",
    "mail": KEY,
    "mark_id": "1",
    "mark_kind": "tattoo",
    "message_id": KEY,
    "name_id": "10000000099",
    "neurodiversity_id": KEY,
    "note": KEY,
    "number": "A1234BC",
    "passkey": "1",
    "phone_id": "10000000099",
    "plan": "1",
    "policy": "key-worker",
    "rebuild": "1",
    "record_id": "1",
    "prison": "LEI",
    "request_id": "1",
    "rest": "nothing/here",
    "review": "1",
    "role": "GLOBAL_SEARCH",
    "round": "1",
    "session": KEY,
    "staff_id": "1",
    "status": "404",
    "stay": "1",
    "sub_type": "1",
    "template_id": KEY,
    "template_key": "password-reset",
    "text_id": "1",
    "token": "never-sent",
    "type": "KA",
    "username": "OFFICER",
    "version": "1",
    "what": "email",
    "write": "1",
}


def concrete(route: str) -> str:
    """A route with its parameters filled in. A new parameter name needs a line above."""
    return re.sub(r"<(?:\w+:)?(\w+)>", lambda found: SAMPLES[found[1]], route)


def some_at_a_time(items: Sequence[T], size: int = 12) -> list[Sequence[T]]:
    """A long walk in parts: what a test needs is then made once a part, and parts still run side by side."""
    return [items[place : place + size] for place in range(0, len(items), size)]


def first_and_last(part: Sequence[object]) -> str:
    """A part of a walk by name."""
    return f"{getattr(part[0], 'route', part[0])} … {getattr(part[-1], 'route', part[-1])}"
