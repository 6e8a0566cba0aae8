"""A service is one folder and one line in settings: without the line the product runs, and the service is gone."""

import subprocess
import sys
from textwrap import dedent

import pytest
from django.conf import settings

LOOK = dedent("""
    import sys
    from dps.config import settings as given

    left_out = sys.argv[1].split(",")
    given.SERVICES[:] = [name for name in given.SERVICES if name not in left_out]
    given.INSTALLED_APPS[:] = [name for name in given.INSTALLED_APPS if name not in left_out]
    import django

    django.setup()
    from django.core.management import call_command
    from django.urls import get_resolver
    from dps.platform.access import all_grants
    from dps.platform.access.addresses import all_addresses

    call_command("check")
    for address in all_addresses():
        print("address", address.route)
    for grant in all_grants():
        print("grant", grant.capability)
    print("loaded", *[name for name in sys.modules if name.startswith(tuple(left_out))])
""")


def what_is_there(*left_out: str) -> list[str]:
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", LOOK, ",".join(left_out) or "none"],
        cwd=settings.ROOT,
        env={"DJANGO_SETTINGS_MODULE": "dps.config.settings", "PATH": "", "DATABASE_URL": "postgres://n@127.0.0.1:9/n"},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()


PRISONERS = [name for name in settings.SERVICES if name.startswith("dps.prisoners")]


@pytest.mark.parametrize(
    ("left_out", "address", "capability"),
    [
        (["dps.legacy"], "/nomis/", "legacy:"),
        (["dps.identity.microsoft"], "/sign-in/microsoft", "microsoft:"),
        (["dps.prisoners.watch_list"], "/prisoners/watch-list/", "watch-list:"),
        (["dps.legacy", "dps.key_workers"], "/key-workers/", "key-workers:"),
        (["dps.legacy", "dps.key_workers", "dps.case_notes"], "/case-notes/", "case-notes:"),
        (["dps.legacy", "dps.key_workers", "dps.case_notes", *PRISONERS], "/prisoners/", "prisoners:"),
    ],
)
def test_the_product_runs_without_it(left_out: list[str], address: str, capability: str) -> None:
    found = what_is_there(*left_out)
    assert "address /sign-in" in found
    assert not [line for line in found if line.startswith((f"address {address}", f"grant {capability}"))]
    assert "loaded" in found, "nothing of it is even read"


def test_with_it_it_is_there() -> None:
    found = what_is_there()
    assert "address /nomis/" in found and "grant legacy:link:see" in found
