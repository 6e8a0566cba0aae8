"""Where people live outside and how they are reached. NOMIS tells whose by the class of the owner and an id: a
person's hang off the root name record (legacy-nomis.md 2)."""

from typing import Any

from dps.legacy.feeds.feed import STAMPS
from dps.legacy.models import QueuedWrite
from dps.legacy.outbound import values
from dps.legacy.outbound.mapper import Key, Mapper, Payload, Task, Written, by_id, column, from_sequence, words
from dps.legacy.outbound.nomis import Row
from dps.legacy.outbound.refusals import Differs
from dps.legacy.outbound.values import flag
from dps.legacy.translation import tidy

USAGES = "address_usages"


def _owner(task: Task) -> Row:
    held = task.values
    address = held.get("address_id") or held.get("address") if task.write.kind == "phone" else None
    if address:
        return {"owner_class": "ADDR", "owner_id": task.theirs("address", address)}
    if held.get("contact_person_id"):
        return {"owner_class": "PER", "owner_id": task.theirs("contact person", held["contact_person_id"])}
    return {"owner_class": "OFF", "owner_id": task.root_id}


def _email_owner(task: Task) -> Row:
    return {**_owner(task), "internet_address_class": "EMAIL"}


def _usages(payload: Payload | None) -> set[str] | None:
    """What a state says the address is for; None when it does not say."""
    found = (payload or {}).get("usages")
    return None if found is None else set(found)


def _in_nomis(task: Task, key: Key) -> dict[str, Row]:
    """The rows that say what the address is for, by code; locked until the write ends."""
    columns = ["address_id", "address_usage", "active_flag", *STAMPS]
    found = task.nomis.rows(USAGES, {"address_id": key["address_id"]}, columns, lock=True)
    return {tidy(row["address_usage"]): row for row in found}


def _write_usages(task: Task, key: Key) -> None:
    """What the change ticked becomes active, what it unticked inactive; the rest is as it is there. Each is yes or no,
    so that two sides who both changed it agree."""
    before, after = _usages(task.write.before) or set(), _usages(task.write.after)
    if after is None or before == after:
        return
    task.nomis.require(USAGES, "address_id", "address_usage", "active_flag")
    now = _in_nomis(task, key)
    for code in sorted(before ^ after):
        wanted, row = flag(code in after), now.get(code)
        if row is None:
            if code in after:
                made = {"address_id": key["address_id"], "address_usage": code}
                task.nomis.insert(USAGES, made, {"active_flag": wanted})
        elif flag(row.get("active_flag")) != wanted:
            its_key = {name: row[name] for name in ("address_id", "address_usage")}
            task.nomis.note_seen(USAGES, its_key, row)
            task.nomis.update(USAGES, its_key, {"active_flag": wanted})


def _delete_usages(task: Task, key: Key) -> None:
    """They go before the address they belong to, unless somebody there has changed them. Raises Differs."""
    if not task.nomis.has(USAGES, "address_usage"):
        return
    before, now = _usages(task.write.before), _in_nomis(task, key)
    active = {code for code, row in now.items() if flag(row.get("active_flag")) == "Y"}
    if before is not None and active != before and now and not task.write.ours_wins:
        raise Differs("What the address is for was changed in NOMIS", {USAGES: ", ".join(sorted(active))})
    for row in now.values():
        task.nomis.delete(USAGES, {name: row[name] for name in ("address_id", "address_usage")})


class _Addresses(Mapper):
    """What an address is for is in another table."""

    def carry_out(self, task: Task) -> Written:
        if task.write.after is None and (key := self.locate(task)) is not None:
            _delete_usages(task, key)
        done = super().carry_out(task)
        if done.outcome == QueuedWrite.Outcome.THERE_ALREADY and done.key is not None:
            its_key = {"address_id": done.key[0]}
            _write_usages(task, its_key)
            if task.nomis.wrote:
                return self._written(task, its_key, QueuedWrite.Outcome.WRITTEN)
        return done

    def shown(self, payload: Payload | None) -> Row | None:
        held = super().shown(payload)
        used: Any = _usages(payload)
        return held if held is None or used is None else {**held, USAGES: ", ".join(sorted(used))}


MAPPERS = (
    _Addresses(
        kind="address",
        title="Addresses",
        table="addresses",
        key=("address_id",),
        columns=(
            words("flat", "flat", 30),
            words("premise", "premise", 50),
            words("street", "street", 160),
            words("locality", "locality", 70),
            words("city_code", "town", 12),
            words("county_code", "county", 12),
            words("country_code", "country", 12),
            words("postal_code", "postcode", 12),
            column("primary_flag", "primary", flag),
            column("mail_flag", "postal", flag),
            column("no_fixed_address_flag", "no_fixed_address", flag),
            column("start_date", "started_on", values.day),
            column("end_date", "ended_on", values.day),
            words("comment_text", "comment", 240),
        ),
        target="prisoners.Address",
        locate=by_id("address", "address_id"),
        owner=_owner,
        new_key=from_sequence("addresses", "address_id"),
        afterwards=_write_usages,
    ),
    Mapper(
        kind="phone",
        title="Phone numbers",
        table="phones",
        key=("phone_id",),
        columns=(
            words("phone_type", "type", 12, "a type"),
            words("phone_no", "number", 40, "a number"),
            words("ext_no", "extension", 7),
        ),
        target="prisoners.Phone",
        locate=by_id("phone", "phone_id"),
        owner=_owner,
        new_key=from_sequence("phones", "phone_id"),
    ),
    Mapper(
        kind="email",
        title="E-mail addresses",
        table="internet_addresses",
        key=("internet_address_id",),
        columns=(words("internet_address", "address", 240, "an address"),),
        target="prisoners.EmailAddress",
        locate=by_id("email", "internet_address_id"),
        owner=_email_owner,
        new_key=from_sequence("internet_addresses", "internet_address_id"),
    ),
)
