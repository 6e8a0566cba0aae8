"""What stands for each parameter of a route in the walks over all addresses."""

import re

KEY = "0f8fad5b-d9cb-469f-a165-70867728950e"
SAMPLES = {
    "base_id": "visits",
    "change": "1",
    "child": "PART",
    "client_id": "visits",
    "code": "LEI",
    "domain": "1",
    "group": "COURT",
    "key": KEY,
    "mail": KEY,
    "message_id": KEY,
    "number": "A1234BC",
    "passkey": "1",
    "request_id": "1",
    "rest": "nothing/here",
    "role": "GLOBAL_SEARCH",
    "session": KEY,
    "status": "404",
    "template_id": KEY,
    "template_key": "password-reset",
    "token": "never-sent",
    "username": "OFFICER",
    "version": "1",
    "what": "email",
}


def concrete(route: str) -> str:
    """A route with its parameters filled in. A new parameter name needs a line above."""
    return re.sub(r"<(?:\w+:)?(\w+)>", lambda found: SAMPLES[found[1]], route)
