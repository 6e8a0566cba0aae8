"""Finds a browser for the tests: Chromium's headless shell, which costs half as much, or an installed Chromium or
Chrome, else apt as root, else Playwright's own."""

import os
import shutil
import subprocess

SHELL = "chromium-headless-shell"
NAMES = (SHELL, "chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def installed() -> str | None:
    """The path of a browser that is there; none when Playwright's own is to be used."""
    given = os.environ.get("CHROMIUM")
    return given or next((path for name in NAMES if (path := shutil.which(name))), None)


def ensure(python: str) -> None:
    """Have a browser, installing one if need be."""
    if installed():
        return
    if os.geteuid() == 0 and shutil.which("apt-get"):
        print("  Installing Chromium …", flush=True)
        quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        subprocess.run(["apt-get", "update", "-qq"], check=False, env=quiet, stdout=subprocess.DEVNULL)
        for package in (SHELL, "chromium"):
            command = ["apt-get", "install", "-y", "-qq", package]
            if not subprocess.run(command, check=False, env=quiet, stdout=subprocess.DEVNULL).returncode:
                break
    if not installed():
        subprocess.run([python, "-m", "playwright", "install", "chromium"], check=True)
