"""NUL characters, which PostgreSQL cannot store: refused, but at addresses that ask for it left out of what is sent."""

import re
from typing import Any

from django.http import QueryDict

NUL = "\x00"
_left_out_at: list[re.Pattern[str]] = []


def leave_out_at(address: str) -> None:
    """Leave NUL out of what is sent to the addresses that begin like this pattern. Called from `AppConfig.ready`."""
    _left_out_at.append(re.compile(address))


def is_left_out_at(address: str) -> bool:
    """Whether NUL is left out of what is sent there."""
    return any(pattern.match(address) for pattern in _left_out_at)


def form_without(sent: QueryDict) -> QueryDict:
    """A form that was sent, without NUL in its values. Names are as they were."""
    kept = QueryDict(mutable=True, encoding=sent.encoding)
    for name, values in sent.lists():
        kept.setlist(name, [value.replace(NUL, "") for value in values])
    kept._mutable = False
    return kept


def body_without(value: Any) -> Any:
    """A body of JSON that was sent, without NUL in its values. Names are as they were."""
    if isinstance(value, str):
        return value.replace(NUL, "")
    if isinstance(value, dict):
        return {name: body_without(inner) for name, inner in value.items()}
    return [body_without(inner) for inner in value] if isinstance(value, list) else value
