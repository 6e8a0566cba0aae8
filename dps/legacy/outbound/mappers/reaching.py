"""Where people live outside and how they are reached. NOMIS tells whose by the class of the owner and an id: a
person's hang off the root name record (legacy-nomis.md 2)."""

from dps.legacy.outbound import values
from dps.legacy.outbound.mapper import Mapper, Task, by_id, column, from_sequence, words
from dps.legacy.outbound.nomis import Row
from dps.legacy.outbound.values import flag


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


MAPPERS = (
    Mapper(
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
