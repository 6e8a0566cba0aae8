"""Where things are kept on this machine."""

import os
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
VAR = Path(os.environ.get("DPS_VAR", ROOT / "var"))
VENV = ROOT / ".venv"
BIN = VENV / "bin"
STAMPS = VAR / "done"


def newest(*paths: Path) -> float:
    """When the newest of these files (or files beneath these folders) was changed; 0 for none."""
    times = [0.0]
    for path in paths:
        if path.is_dir():
            times += [found.stat().st_mtime for found in path.rglob("*") if found.is_file()]
        elif path.exists():
            times.append(path.stat().st_mtime)
    return max(times)


def is_done(step: str, *inputs: Path) -> bool:
    """Whether a step was finished after its inputs last changed."""
    stamp = STAMPS / step
    return stamp.exists() and stamp.stat().st_mtime >= newest(*inputs)


def mark_done(step: str) -> None:
    """Remember that a step is finished."""
    STAMPS.mkdir(parents=True, exist_ok=True)
    (STAMPS / step).touch()
