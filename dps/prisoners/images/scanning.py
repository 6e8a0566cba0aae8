"""A file shown to a virus scanner before it is opened: clamd, by its own protocol, when CLAMD_URL names one."""

import socket
import struct
from contextlib import closing
from urllib.parse import urlsplit

import structlog
from django.conf import settings

log = structlog.get_logger("dps.prisoners")
SECONDS = 10
_PIECE = 64 * 1024
_PORT = 3310
FOUND = "The virus scanner refused this file. Do not open it. Tell your information security team"
NO_ANSWER = "The file could not be checked for viruses, so it was not kept. Try again later"


def problem_of(content: bytes) -> str:
    """Why a file must not be kept; '' when the scanner finds nothing, or there is no scanner to ask."""
    if not settings.CLAMD_URL:
        return ""
    try:
        said = scan(content)
    except OSError as failure:
        log.error("virus scanner unavailable", kind=type(failure).__name__)
        return NO_ANSWER
    if said.endswith(" FOUND"):
        log.warning("virus found", name=said.removesuffix(" FOUND")[-100:])
        return FOUND
    if said.endswith(" OK"):
        return ""
    log.error("virus scanner answered", said=said[:200])
    return NO_ANSWER


def scan(content: bytes) -> str:
    """What clamd says of the bytes, such as `stream: OK` or `stream: Eicar-Test-Signature FOUND`. Raises OSError."""
    with closing(_connect()) as line:
        line.settimeout(SECONDS)
        line.sendall(b"zINSTREAM\0")
        for start in range(0, len(content), _PIECE):
            piece = content[start : start + _PIECE]
            line.sendall(struct.pack("!I", len(piece)) + piece)
        line.sendall(struct.pack("!I", 0))
        said = b""
        while not said.endswith(b"\0") and (more := line.recv(4096)):
            said += more
    return said.rstrip(b"\0\n").decode(errors="replace")


def _connect() -> socket.socket:
    where = urlsplit(settings.CLAMD_URL)
    if where.scheme == "unix":
        line = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        line.settimeout(SECONDS)
        try:
            line.connect(where.path)
        except OSError:
            line.close()
            raise
        return line
    return socket.create_connection((where.hostname or "localhost", where.port or _PORT), timeout=SECONDS)
