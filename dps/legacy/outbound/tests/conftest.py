"""A NOMIS made of the tables that the link declares, with people in it, loaded here; and edits as commands make them."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.db import connections, transaction

from dps.legacy.inbound.load import full_load
from dps.legacy.models import QueuedWrite
from dps.legacy.nomis.tables import TABLES
from dps.legacy.outbound import nomis as outbound_nomis
from dps.legacy.outbound import records
from dps.legacy.router import NOMIS
from dps.legacy.tests.conftest import Nomis, _fresh_nomis, _outside_the_test_transaction
from dps.platform.access import SYSTEM, Actor
from dps.prisoners.changes import recording
from dps.prisoners.changes.models import Change
from dps.prisoners.changes.recording import Made

ANN = Actor(username="ALEE_GEN", display_name="Ann Lee")
NUMBER = "A1234BC"
NEEDED = (
    "offenders", "offender_bookings", "offender_identifiers", "offender_profiles", "offender_profile_details",
    "offender_physical_attributes", "offender_identifying_marks", "offender_images", "offender_languages",
    "offender_beliefs", "addresses", "address_usages", "phones", "internet_addresses", "offender_contact_persons", "persons",
    "offender_alerts", "offender_case_notes", "staff_members", "staff_user_accounts", "staff_location_roles",
    "offender_key_workers",
)  # fmt: skip
FEEDS = (
    "names", "bookings", "identifiers", "profile details", "height and weight", "marks", "images", "languages", "beliefs",
    "addresses", "address usages", "phones", "emails", "contacts", "alerts", "staff accounts", "case notes", "key worker roles",
    "key worker allocations",
)  # fmt: skip
STAMPED = """
CREATE FUNCTION stamp() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    NEW.create_datetime := coalesce(NEW.create_datetime, clock_timestamp() AT TIME ZONE 'Europe/London');
    IF TG_OP = 'UPDATE' THEN NEW.modify_datetime := clock_timestamp() AT TIME ZONE 'Europe/London'; END IF;
    NEW.audit_timestamp := clock_timestamp() AT TIME ZONE 'Europe/London';
    RETURN NEW; END $$;
"""


def make_tables(nomis: Nomis, tables: tuple[str, ...] = NEEDED) -> None:
    """Empty tables with the triggers of NOMIS that stamp every change."""
    nomis.run("DROP SCHEMA public CASCADE")
    nomis.run("CREATE SCHEMA public")
    nomis.run(STAMPED)
    with connections[NOMIS].schema_editor() as editor:
        for name in tables:
            editor.create_model(TABLES[name])
    for name in tables:
        nomis.run(f"CREATE TRIGGER stamp BEFORE INSERT OR UPDATE ON {name} FOR EACH ROW EXECUTE FUNCTION stamp()")


def add_person(nomis: Nomis, number: str, id: int) -> None:
    """A person with one name record and one booking, both numbered from `id`."""
    nomis.run(
        "INSERT INTO offenders (offender_id, offender_id_display, root_offender_id, last_name, last_name_key, first_name,"
        " sex_code, id_source_code, birth_date, create_date, alias_name_type) VALUES (%s, %s, %s, 'SMITH', 'SMITH', 'JOHN',"
        " 'M', 'SEQ', '1980-05-04', '2020-01-01', 'CN')",
        id, number, id,
    )  # fmt: skip
    nomis.run(
        "INSERT INTO offender_bookings (offender_book_id, offender_id, root_offender_id, booking_seq, booking_begin_date,"
        " active_flag, in_out_status, agy_loc_id, youth_adult_code, disclosure_flag)"
        " VALUES (%s, %s, %s, 1, '2025-01-01', 'Y', 'IN', 'LEI', 'N', 'Y')",
        id + 500_000, id, id,
    )  # fmt: skip


def people_in(nomis: Nomis) -> None:
    """A1234BC, known by two names, with a little of everything; and B2345CD."""
    add_person(nomis, NUMBER, 1001)
    add_person(nomis, "B2345CD", 1002)
    nomis.run(
        "INSERT INTO offenders (offender_id, offender_id_display, root_offender_id, last_name, last_name_key, first_name,"
        " sex_code, id_source_code, create_date, alias_name_type)"
        f" VALUES (1003, '{NUMBER}', 1001, 'JONES', 'JONES', 'JACK', 'M', 'SEQ', '2020-01-01', 'A')"
    )
    nomis.run(
        "INSERT INTO offender_profile_details (offender_book_id, profile_seq, profile_type, profile_code, list_seq)"
        " VALUES (501001, 1, 'SMOKE', 'Y', 99), (501001, 1, 'RELF', 'CHRST', 99)"
    )
    nomis.run("INSERT INTO offender_physical_attributes (offender_book_id, attribute_seq, height_ft, height_in, weight_kg)"
              " VALUES (501001, 1, 5, 11, 80)")  # fmt: skip
    nomis.run("INSERT INTO offender_languages (offender_book_id, language_code, language_type, read_skill)"
              " VALUES (501001, 'ENG', 'PRIM', 'G')")  # fmt: skip
    nomis.run("INSERT INTO offender_identifiers (offender_id, offender_id_seq, identifier_type, identifier)"
              " VALUES (1001, 1, 'PNC', '08/1234567P')")  # fmt: skip
    nomis.run(
        "INSERT INTO addresses (address_id, owner_class, owner_id, premise, street, postal_code, primary_flag, mail_flag)"
        " VALUES (70, 'OFF', 1001, '12', 'HIGH STREET', 'LS1 1AA', 'Y', 'N')"
    )
    nomis.run(
        "INSERT INTO address_usages (address_id, address_usage, active_flag) VALUES (70, 'HOME', 'Y'), (70, 'ROTL', 'N')"
    )
    nomis.run(
        "INSERT INTO phones (phone_id, owner_class, owner_id, phone_type, phone_no) VALUES (80, 'OFF', 1001, 'HOME', '0113 1')"
    )
    nomis.run(
        "INSERT INTO offender_alerts (offender_book_id, alert_seq, alert_type, alert_code, alert_date, alert_status,"
        " verified_flag, comment_text) VALUES (501001, 1, 'H', 'HA', '2025-07-02', 'ACTIVE', 'N', 'Watch')"
    )
    nomis.run("INSERT INTO staff_members (staff_id, first_name, last_name) VALUES (21, 'ANN', 'LEE'),"
              " (22, 'SIOBHAN', 'O''NEIL-SMITH'), (23, 'NO', 'ACCOUNT')")  # fmt: skip
    nomis.run("INSERT INTO staff_user_accounts (username, staff_id, staff_user_type) VALUES ('ALEE_GEN', 21, 'GENERAL'),"
              " ('ALEE_ADM', 21, 'ADMIN'), ('SONEIL_ADM', 22, 'ADMIN')")  # fmt: skip
    nomis.run("INSERT INTO persons (person_id, last_name, first_name) VALUES (90, 'SMITH', 'MARY')")
    nomis.run(
        "INSERT INTO offender_contact_persons (offender_contact_person_id, offender_book_id, person_id, contact_type,"
        " relationship_type, next_of_kin_flag, emergency_contact_flag, active_flag)"
        " VALUES (95, 501001, 90, 'S', 'MOT', 'N', 'N', 'Y')"
    )


@pytest.fixture
def stand_in(db: None) -> Iterator[Nomis]:
    """That NOMIS, fresh and loaded; what is made of it here is rolled back when the test ends."""
    made = _fresh_nomis()
    outbound_nomis.forget()
    records._known.clear()
    with _outside_the_test_transaction(NOMIS):
        make_tables(made)
        people_in(made)
        full_load(lambda words: None, only=FEEDS)
        yield made
    made.close()
    outbound_nomis.forget()


Edit = Callable[..., Change]


@pytest.fixture
def edit(stand_in: Nomis) -> Edit:
    """What a command does after it saved: records one change, which queues its write."""
    return edited


def edited(
    kind: str,
    key: Any,
    before: dict[str, Any] | None,
    after: dict[str, Any] | None,
    *,
    number: str = NUMBER,
    booking: int | None = 501001,
) -> Change:
    with transaction.atomic():
        recording.lock_person(number)
        return recording.record(number, [Made(kind, str(key), before, after, booking)], by=ANN)[0]


def write_of(change: Change) -> QueuedWrite:
    return QueuedWrite.objects.get(change_id=change.pk)


__all__ = ["ANN", "NUMBER", "SYSTEM", "Edit", "edited", "write_of"]
