import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
from django.db import connections

from dps.legacy.inbound.load import LoadRunning, full_load
from dps.legacy.models import FeedState
from dps.legacy.tests.conftest import Nomis, content, forget_people
from dps.prisoners.models import Booking, Person, PersonName

pytestmark = pytest.mark.django_db(databases=["default", "nomis"])
PEOPLE = ("names", "bookings", "alerts", "movements")
ROOT = Path(__file__).resolve().parents[3]


def fill(nomis: Nomis, people: int) -> None:
    nomis.run(
        """INSERT INTO offenders (offender_id, offender_id_display, root_offender_id, last_name, sex_code)
           SELECT 10000 + n, 'M' || lpad((n %% 10000)::text, 4, '0') || 'A' || chr(65 + n / 10000),
                  10000 + n, 'NAME' || n, 'M' FROM generate_series(1, %s) n""",
        people,
    )
    nomis.run(
        """INSERT INTO offender_bookings (offender_book_id, offender_id, booking_seq, booking_begin_date, in_out_status,
                                          active_flag, agy_loc_id)
           SELECT 100000 + n, 10000 + n, 1, '2025-01-01', 'IN', 'Y', 'LEI' FROM generate_series(1, %s) n""",
        people,
    )


def environment() -> dict[str, str]:
    def address(alias: str) -> str:
        found = connections[alias].settings_dict
        login = found["USER"] + (f":{found['PASSWORD']}" if found["PASSWORD"] else "")
        return f"postgres://{login}@{found['HOST']}:{found['PORT']}/{found['NAME']}"

    return {**os.environ, "DATABASE_URL": address("default"), "NOMIS_DATABASE_URL": address("nomis")}


def start_load() -> "subprocess.Popen[bytes]":
    command = [sys.executable, "manage.py", "sync", "--full", "--only", ",".join(PEOPLE)]
    return subprocess.Popen(
        command, cwd=ROOT, env=environment(), stdout=open("/tmp/h7out", "ab"), stderr=subprocess.STDOUT
    )


def wait_for_part(process: "subprocess.Popen[bytes]", feed: str) -> None:
    """Until the feed has committed some of its rows and not all."""
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        if FeedState.objects.filter(feed=feed, load_position__isnull=False).exists():
            return
        assert process.poll() is None, "the load ended before it could be interrupted"
        time.sleep(0.005)
    pytest.fail("the load never began")


def test_a_load_killed_half_way_goes_on_and_ends_with_the_same_content(committed_nomis: Nomis) -> None:
    fill(committed_nomis, 20_000)
    for feed in ("names", "bookings"):
        process = start_load()
        try:
            wait_for_part(process, feed)
        finally:
            process.send_signal(signal.SIGKILL)
            process.wait()
        assert FeedState.objects.get(feed=feed).load_finished_at is None
    said: list[str] = []
    full_load(said.append, only=PEOPLE)
    assert said[0] == "Going on with the full load that did not finish"
    assert "People and their names: already loaded" in said
    assert PersonName.objects.count() == 20_006 and Booking.objects.count() == 20_005
    interrupted = content()
    forget_people()
    full_load(lambda words: None, only=PEOPLE)
    assert content() == interrupted


def test_nomis_going_away_half_way_is_outlived(committed_nomis: Nomis) -> None:
    fill(committed_nomis, 20_000)
    killed: list[int] = []

    def kill() -> None:
        deadline = time.monotonic() + 30
        while not killed and time.monotonic() < deadline:
            killed.extend(
                row[0]
                for row in committed_nomis.run(
                    "SELECT pid, pg_terminate_backend(pid) FROM (SELECT pid FROM pg_stat_activity WHERE pid <>"
                    " pg_backend_pid() AND datname = current_database() AND query ILIKE '%FETCH%' OFFSET 0) x"
                )
            )
            time.sleep(0.002)

    killer = threading.Thread(target=kill)
    killer.start()
    said: list[str] = []
    full_load(said.append, only=PEOPLE)
    killer.join()
    assert killed and any("trying again" in words for words in said)
    assert PersonName.objects.count() == 20_006 and Person.objects.count() == 20_005


def test_only_one_full_load_runs_at_a_time(committed_nomis: Nomis) -> None:
    fill(committed_nomis, 20_000)
    process = start_load()
    try:
        wait_for_part(process, "names")
        with pytest.raises(LoadRunning, match="Another full load is running"):
            full_load(lambda words: None, only=PEOPLE, wait=0.0)
    finally:
        process.kill()
        process.wait()
