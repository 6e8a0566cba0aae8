"""What a token must have been given for (RFC 6749 3.3), beside the capability of whoever it stands for."""

from dps.platform.access import SIGNED_IN

READ, WRITE = "read", "write"
WRITES = ("POST", "PUT", "PATCH", "DELETE")


def scope_for(method: str, capability: str) -> str:
    """The scope that an operation asks of a token, by its method in capitals: to change something is to write.

    '' for what any good token may read, like who one is oneself: it tells no more than the token was given for.
    """
    if method in WRITES:
        return WRITE
    return "" if capability == SIGNED_IN else READ
