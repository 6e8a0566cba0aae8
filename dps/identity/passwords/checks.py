from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Warning


def breached_file_is_there(**anything: Any) -> list[CheckMessage]:
    """A file of breached passwords that is configured and cannot be read is not consulted: say so."""
    named = settings.BREACHED_PASSWORDS_FILE
    try:
        if named:
            Path(named).open("rb").close()
    except OSError:
        return [
            Warning(
                f"BREACHED_PASSWORDS_FILE cannot be read: {named}",
                hint="New passwords are not compared with known breaches until it can.",
                id="passwords.W001",
            )
        ]
    return []
