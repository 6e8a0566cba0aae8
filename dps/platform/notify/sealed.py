"""What a message says, encrypted at rest."""

import json
from typing import Any

from dps.platform import sealing
from dps.platform.sealing import CannotOpen as Unreadable

__all__ = ["Unreadable", "seal", "unseal"]
PURPOSE = "notify content"


def seal(content: Any) -> bytes:
    """JSON-able content, sealed."""
    return sealing.seal(json.dumps(content, separators=(",", ":")).encode(), purpose=PURPOSE).encode()


def unseal(sealed: bytes) -> Any:
    """What was sealed; None for nothing. Raises Unreadable."""
    return json.loads(sealing.unseal(bytes(sealed), purpose=PURPOSE)) if sealed else None
