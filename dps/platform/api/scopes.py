"""What a token must have been given for (RFC 6749 3.3), beside the capability of whoever it stands for."""

READ, WRITE = "read", "write"
WRITES = ("POST", "PUT", "PATCH", "DELETE")


def scope_for(method: str) -> str:
    """The scope that an operation asks of a token, by its method in capitals: to change something is to write."""
    return WRITE if method in WRITES else READ
