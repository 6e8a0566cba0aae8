"""What stands for each parameter of a route in the walks over all addresses."""

import re

KEY = "0f8fad5b-d9cb-469f-a165-70867728950e"
SAMPLES = {
    "address_id": "10000000099",
    "alert": KEY,
    "area": "left-arm",
    "attribute": "religion",
    "base_id": "visits",
    "change": "1",
    "child": "PART",
    "client_id": "visits",
    "code": "LEI",
    "contact_id": "1",
    "crop": "top",
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
    "number": "A1234BC",
    "passkey": "1",
    "phone_id": "10000000099",
    "plan": "1",
    "record_id": "1",
    "prison": "LEI",
    "request_id": "1",
    "rest": "nothing/here",
    "review": "1",
    "role": "GLOBAL_SEARCH",
    "session": KEY,
    "status": "404",
    "stay": "1",
    "template_id": KEY,
    "template_key": "password-reset",
    "token": "never-sent",
    "username": "OFFICER",
    "version": "1",
    "what": "email",
    "write": "1",
}


def concrete(route: str) -> str:
    """A route with its parameters filled in. A new parameter name needs a line above."""
    return re.sub(r"<(?:\w+:)?(\w+)>", lambda found: SAMPLES[found[1]], route)
