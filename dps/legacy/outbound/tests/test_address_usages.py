"""What an address is for, written to NOMIS with the address: one write a change, and nothing of it comes back."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

import pytest

from dps.legacy.inbound import follow
from dps.legacy.inbound.load import full_load
from dps.legacy.models import Mapping, QueuedWrite, SetAsideRow, WrittenRow
from dps.legacy.outbound import prisoner, writer
from dps.legacy.outbound.mappers import BY_KIND
from dps.legacy.outbound.tests.conftest import ANN, FEEDS, NUMBER, Edit, write_of
from dps.legacy.outbound.tests.test_kinds import ADDRESS, assert_nothing_comes_back, sent
from dps.legacy.tests.conftest import Nomis
from dps.platform.access import Actor
from dps.prisoners.addresses import commands
from dps.prisoners.addresses.rules import Place, Use, Where
from dps.prisoners.changes.kinds import kind_of
from dps.prisoners.changes.models import Change
from dps.prisoners.models import Address, AddressUsage, SearchRecord
from dps.prisoners.models.own_ids import next_own_id
from dps.prisoners.names.tests.officers import make_codes
from dps.prisoners.rules.access import SENSITIVE
from dps.prisoners.search.commands import refresh_records

pytestmark = pytest.mark.django_db(databases=["default", "nomis"])
TODAY = date(2026, 11, 24)
OFFICER = Actor("ALEE_GEN", "Ann Lee", 1, frozenset({"PRISON", SENSITIVE}), ("LEI",), "LEI")
Set = Callable[[Sequence[str]], Change]


@pytest.fixture
def used_for(stand_in: Nomis) -> Set:
    """Says what address 70 is for, as an officer does."""
    make_codes()
    refresh_records([NUMBER])

    def say(codes: Sequence[str], address: int = 70) -> Change:
        commands.set_usages(NUMBER, address, codes, today=TODAY, by=OFFICER)
        return Change.objects.latest("id")

    return say


def there(nomis: Nomis, address: int = 70) -> dict[str, str]:
    """Code to flag of one address in NOMIS."""
    found = nomis.run("SELECT address_usage, active_flag FROM address_usages WHERE address_id = %s", address)
    return dict(found)


def here(address: int = 70) -> dict[str, bool]:
    return dict(AddressUsage.objects.filter(address=address).values_list("usage", "active"))


def test_each_tick_is_a_row_made_active_or_not(stand_in: Nomis, used_for: Set) -> None:
    assert here() == {"HOME": True, "ROTL": False}
    change = used_for(["CURFEW", "ROTL"])
    assert QueuedWrite.objects.count() == 1, "one write a change, however many boxes"
    assert sent(change).outcome == "WRITTEN"
    assert there(stand_in) == {"CURFEW": "Y", "HOME": "N", "ROTL": "Y"}
    audit = stand_in.run("SELECT DISTINCT audit_module_name, audit_additional_info FROM address_usages")
    assert audit == [("DPS_SYNCHRONISATION", f"DPS change {change.pk}")]
    assert stand_in.run("SELECT modify_user_id FROM address_usages WHERE address_usage = 'HOME'") == [(ANN.username,)]
    assert stand_in.run("SELECT audit_module_name FROM addresses") == [(None,)], "the address itself is as it was"
    assert WrittenRow.objects.filter(table="address_usages").count() == 3
    assert_nothing_comes_back()
    assert here() == {"CURFEW": True, "HOME": False, "ROTL": True}


def test_what_somebody_changes_in_nomis_afterwards_arrives(stand_in: Nomis, used_for: Set) -> None:
    sent(used_for(["CURFEW", "HOME"]))
    assert_nothing_comes_back()
    stand_in.run(
        "UPDATE address_usages SET active_flag = 'N', audit_module_name = 'OIDADDR' WHERE address_usage = 'CURFEW'"
    )
    stand_in.run("INSERT INTO address_usages (address_id, address_usage, active_flag) VALUES (70, 'ODD', 'Y')")
    assert follow.once(lambda words: None, FEEDS) == (2, 0)
    assert here() == {"CURFEW": False, "HOME": True, "ODD": True, "ROTL": False}


def test_both_sides_tick_the_same_and_other_boxes(stand_in: Nomis, used_for: Set) -> None:
    change = used_for(["CURFEW", "HOME"])
    stand_in.run("INSERT INTO address_usages (address_id, address_usage, active_flag) VALUES (70, 'CURFEW', 'Y')")
    stand_in.run("UPDATE address_usages SET active_flag = 'Y' WHERE address_usage = 'ROTL'")
    assert sent(change).outcome == "THERE_ALREADY"
    assert there(stand_in) == {"CURFEW": "Y", "HOME": "Y", "ROTL": "Y"}
    QueuedWrite.objects.update(done_at=None, state="DONE")
    follow.once(lambda words: None, FEEDS)
    assert here() == {"CURFEW": True, "HOME": True, "ROTL": True}


def test_a_new_address_and_its_usages_are_one_write(stand_in: Nomis, used_for: Set) -> None:
    place = Place(Where.UK, number="9", line1="Low Road", postcode="LS1 1AA", country="ENG")
    row = commands.add_address(
        NUMBER, place, Use.NEITHER, started_on=TODAY, today=TODAY, by=OFFICER, usages=["HOME", "CURFEW"]
    )
    change = Change.objects.get()
    later = used_for(["HOME", "ROTL"], row.pk)  # type: ignore[call-arg]
    sent(change)
    theirs = int(Mapping.objects.get(kind="address").nomis_key)
    assert write_of(later).state == "DONE"
    assert there(stand_in, theirs) == {"CURFEW": "N", "HOME": "Y", "ROTL": "Y"}
    assert here(theirs) == {"CURFEW": False, "HOME": True, "ROTL": True} and not here(row.pk)
    assert_nothing_comes_back()


def test_a_full_load_between_the_write_and_its_note_makes_no_second_row(stand_in: Nomis, edit: Edit) -> None:
    own = next_own_id()
    Address.objects.create(id=own, **{**ADDRESS, "street": "LOW ROAD"})
    AddressUsage.objects.create(address_id=own, usage="HOME")
    change = edit("address", own, None, {**ADDRESS, "street": "LOW ROAD", "usages": ["HOME"]})
    write = write_of(change)
    writer._write(write, BY_KIND["address"])
    full_load(lambda words: None, only=("addresses", "address usages"))
    sent(change)
    theirs = int(Mapping.objects.get(kind="address").nomis_key)
    assert here(theirs) == {"HOME": True} and there(stand_in, theirs) == {"HOME": "Y"}
    assert not SetAsideRow.objects.filter(feed="address usages").exists()


def test_a_write_that_waits_holds_what_arrives(stand_in: Nomis, used_for: Set) -> None:
    used_for(["CURFEW"])
    stand_in.run("UPDATE address_usages SET active_flag = 'N' WHERE address_usage = 'HOME'")
    stand_in.run("DELETE FROM address_usages WHERE address_usage = 'ROTL'")
    follow.once(lambda words: None, FEEDS)
    assert here() == {"CURFEW": True, "HOME": False, "ROTL": False}
    writer.drain()
    assert there(stand_in) == {"CURFEW": "Y", "HOME": "N"}


def test_an_earlier_state_is_put_back_here_and_there(stand_in: Nomis, used_for: Set) -> None:
    change = used_for(["CURFEW"])
    sent(change)
    kind = kind_of("address")
    assert kind is not None and kind.restore is not None
    assert kind.describe("70", change.before).endswith("used for: Home")
    kind.restore(change, OFFICER)
    sent(Change.objects.latest("id"))
    assert there(stand_in) == {"CURFEW": "N", "HOME": "Y", "ROTL": "N"}
    assert here() == {"CURFEW": False, "HOME": True, "ROTL": False}


def test_an_address_that_is_taken_off_takes_its_usages_along(stand_in: Nomis, used_for: Set) -> None:
    place = Place(Where.UK, number="9", line1="Low Road", postcode="LS1 1AA", country="ENG")
    commands.add_address(NUMBER, place, Use.NEITHER, started_on=TODAY, today=TODAY, by=OFFICER, usages=["HOME"])
    change = Change.objects.get()
    sent(change)
    change.refresh_from_db()
    theirs, kind = int(change.key), kind_of("address")
    assert kind is not None and kind.restore is not None
    kind.restore(change, OFFICER)
    removal = Change.objects.latest("id")
    stand_in.run("INSERT INTO address_usages (address_id, address_usage, active_flag) VALUES (%s, 'ROTL', 'Y')", theirs)
    writer.drain()
    assert write_of(removal).state == "CONFLICT" and there(stand_in, theirs) == {"HOME": "Y", "ROTL": "Y"}
    stand_in.run("DELETE FROM address_usages WHERE address_usage = 'ROTL' AND address_id = %s", theirs)
    QueuedWrite.objects.filter(change_id=removal.pk).update(state="WAITING")
    sent(removal)
    assert there(stand_in, theirs) == {} == here(theirs)
    assert not stand_in.run("SELECT 1 FROM addresses WHERE address_id = %s", theirs)


def test_a_nomis_without_the_table_says_so_and_takes_addresses_without_usages(stand_in: Nomis, edit: Edit) -> None:
    from dps.legacy.outbound import nomis

    stand_in.run("DROP TABLE address_usages")
    nomis.forget()
    before = {"street": "HIGH STREET", "usages": ["HOME"]}
    sent(edit("address", 70, before, {"street": "LOW STREET", "usages": ["HOME"]}))
    refused = edit("address", 70, {"usages": ["HOME"]}, {"usages": []})
    writer.drain()
    assert write_of(refused).state == "FAILED" and "no table ADDRESS_USAGES" in write_of(refused).reason


def test_both_sides_are_shown_and_read_again(stand_in: Nomis, used_for: Set) -> None:
    stand_in.run("UPDATE address_usages SET active_flag = 'Y' WHERE address_usage = 'ROTL'")
    compared: dict[str, Any] = {one.title: one for one in prisoner.compare(NUMBER)}
    assert "What addresses are for" in compared
    assert prisoner.resync(NUMBER).changed >= 1 and here() == {"HOME": True, "ROTL": True}
    shown = BY_KIND["address"].shown({"street": "x", "usages": ["ROTL", "HOME"]})
    assert shown is not None and shown["address_usages"] == "HOME, ROTL"
    assert SearchRecord.objects.filter(pk=NUMBER).exists()
