"""A NOMIS that is really gone, and a writer that is really killed between NOMIS's commit and ours."""

import signal
import subprocess
import sys
import time
from collections.abc import Iterator

import psycopg
import pytest
from django.db import DEFAULT_DB_ALIAS, connection, connections

from dps.legacy.inbound.load import full_load
from dps.legacy.models import LinkState, Mapping, QueuedWrite
from dps.legacy.outbound import nomis as outbound_nomis
from dps.legacy.outbound import writer
from dps.legacy.outbound.tests.conftest import NUMBER, add_person, edited, make_tables, people_in
from dps.legacy.router import NOMIS
from dps.legacy.tests.conftest import Nomis, _fresh_nomis, _outside_the_test_transaction
from dps.legacy.tests.test_interruptions import ROOT, environment
from dps.platform import local_time
from dps.prisoners.models import Address, ProfileDetail

pytestmark = pytest.mark.django_db(databases=["default", "nomis"])
PEOPLE, EDITS = 50, 10
FEEDS = ("names", "bookings", "profile details", "addresses")


def numbers() -> list[str]:
    return [f"C{n:04d}DE" for n in range(PEOPLE)]


def allow_connections(nomis: Nomis, name: str, allowed: str) -> None:
    beside = psycopg.conninfo.make_conninfo(nomis.address, dbname="postgres")
    with psycopg.connect(beside, autocommit=True) as other:
        other.execute(f'ALTER DATABASE "{name}" ALLOW_CONNECTIONS {allowed}')


def test_500_edits_made_while_nomis_is_stopped_arrive_once_and_in_order(stand_in: Nomis) -> None:
    for n, number in enumerate(numbers()):
        add_person(stand_in, number, 3000 + n)
    stand_in.run("INSERT INTO offender_profile_details (offender_book_id, profile_seq, profile_type, profile_code, list_seq)"
                 " SELECT 503000 + n, 1, 'SHOESIZE', '0', 99 FROM generate_series(0, %s) n", PEOPLE - 1)  # fmt: skip
    full_load(lambda words: None, only=FEEDS)
    stand_in.run(
        "CREATE TABLE arrived (id bigserial, booking bigint, code varchar);"
        "CREATE FUNCTION note() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN INSERT INTO arrived (booking, code)"
        " VALUES (NEW.offender_book_id, NEW.profile_code); RETURN NEW; END $$;"
        "CREATE TRIGGER note AFTER INSERT OR UPDATE ON offender_profile_details FOR EACH ROW EXECUTE FUNCTION note()"
    )
    mine = stand_in.run("SELECT pg_backend_pid()")[0][0]
    name = stand_in.run("SELECT current_database()")[0][0]
    allow_connections(stand_in, name, "false")
    try:
        stand_in.run(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s AND pid <> %s", name, mine
        )
        for size in range(1, EDITS + 1):
            for n, number in enumerate(numbers()):
                before, after = {"code": str(size - 1), "sequence": 1}, {"code": str(size), "sequence": 1}
                edited("profile detail", "SHOESIZE", before, after, number=number, booking=503000 + n)
            ProfileDetail.objects.filter(type="SHOESIZE").update(code=str(size))
            LinkState.objects.update(writes_try_at=local_time.now())
            assert writer.drain() == 0
        link = LinkState.objects.get()
        assert link.writes_failures >= EDITS and "cannot be reached" in link.writes_failure
        assert QueuedWrite.objects.filter(state="WAITING", attempts=0).count() == PEOPLE * EDITS
    finally:
        allow_connections(stand_in, name, "true")
    LinkState.objects.update(writes_try_at=local_time.now())
    assert writer.drain() == PEOPLE * EDITS
    assert not QueuedWrite.objects.exclude(state="DONE", outcome="WRITTEN").exists()
    found: dict[int, list[str]] = {}
    for booking, code in stand_in.run("SELECT booking, code FROM arrived ORDER BY id"):
        found.setdefault(booking, []).append(code)
    assert found == {503000 + n: [str(size) for size in range(1, EDITS + 1)] for n in range(PEOPLE)}


@pytest.fixture
def committed(db: None) -> Iterator[Nomis]:
    """The stand-in, and a PostgreSQL of ours in which everything is committed."""
    made = _fresh_nomis()
    outbound_nomis.forget()
    with _outside_the_test_transaction(NOMIS), _outside_the_test_transaction(DEFAULT_DB_ALIAS):
        try:
            make_tables(made)
            people_in(made)
            full_load(lambda words: None, only=FEEDS)
            yield made
        finally:
            with connection.cursor() as cursor:
                cursor.execute(
                    "TRUNCATE prisoners_person, legacy_feedstate, legacy_linkstate, legacy_setasiderow, legacy_writtenrow,"
                    " audit_auditentry, events_domainevent, procrastinate_jobs CASCADE"
                )
    made.close()
    outbound_nomis.forget()


def kill_when(nomis: Nomis, written: str, locked: str) -> None:
    """Start the writer, let it commit in NOMIS (`written` finds a row then), and kill it before it commits here: the
    row that it must change here is locked meanwhile."""
    settings = connections[DEFAULT_DB_ALIAS].settings_dict
    ours = psycopg.conninfo.make_conninfo(
        host=settings["HOST"], port=settings["PORT"], user=settings["USER"], password=settings["PASSWORD"] or None,
        dbname=settings["NAME"],
    )  # fmt: skip
    with psycopg.connect(ours) as holder:
        holder.execute(locked)
        process = subprocess.Popen(
            [
                sys.executable,
                "-c",
                "import django; django.setup(); from dps.legacy.outbound import writer; writer.drain()",
            ],
            cwd=ROOT,
            env={**environment(), "DJANGO_SETTINGS_MODULE": "dps.config.settings"},
        )
        try:
            deadline = time.monotonic() + 60
            while not nomis.run(written):
                assert process.poll() is None and time.monotonic() < deadline, "it ended, or wrote nothing"
                time.sleep(0.02)
        finally:
            process.send_signal(signal.SIGKILL)
            process.wait()
        holder.rollback()


def test_a_writer_killed_between_the_two_commits_writes_once(committed: Nomis) -> None:
    own = 10_000_900_001
    fields = {"premise": "7", "street": "LOW ROAD", "primary": False, "postal": False}
    Address.objects.create(id=own, person_id=NUMBER, **fields)
    edited("address", own, None, fields)
    edited("profile detail", "SMOKE", {"code": "Y", "sequence": 1}, {"code": "N", "sequence": 1})
    new = "SELECT 1 FROM addresses WHERE street = 'LOW ROAD'"
    kill_when(committed, new, f"SELECT 1 FROM prisoners_person WHERE number = '{NUMBER}' FOR UPDATE")
    assert QueuedWrite.objects.filter(state="WAITING").count() == 2 and not Mapping.objects.exists()
    full_load(lambda words: None, only=FEEDS)
    smokes = "SELECT 1 FROM offender_profile_details WHERE profile_type = 'SMOKE' AND profile_code = 'N'"
    kill_when(committed, smokes, "SELECT 1 FROM legacy_queuedwrite WHERE kind = 'profile detail' FOR UPDATE")
    assert list(QueuedWrite.objects.order_by("id").values_list("state", "outcome")) == [
        ("DONE", "THERE_ALREADY"),
        ("WAITING", ""),
    ]
    writer.drain()
    assert set(QueuedWrite.objects.values_list("state", "outcome")) == {("DONE", "THERE_ALREADY")}
    assert len(committed.run(new)) == 1
    assert Address.objects.get(street="LOW ROAD").pk == int(Mapping.objects.get().nomis_key)
