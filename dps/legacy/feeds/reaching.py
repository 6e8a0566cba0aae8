"""Addresses, phones and e-mail addresses: of people, of those they know, and phones of an address; and what
addresses are for. NOMIS keeps them in one table each, told apart by the class of their owner (legacy-nomis.md 2)."""

from dps.legacy.feeds.feed import OWN_IDS_FROM, Column, Feed, Join, Owner, Parent, column
from dps.legacy.translation import day, flag, text, whole

_PERSON = "LEFT JOIN prisoners_person p ON p.nomis_root_id = s.root_id"
_NO_PERSON = (("p.number IS NULL", "'the person of record ' || s.root_id || ' is not here yet'"),)
_BY_ROOT = column("root_id", "owner_id", whole, needed=True, sql_type="bigint")
_BY_CONTACT = column("contact_person_id", "owner_id", whole, needed=True)
_OF_PEOPLE, _OF_CONTACTS, _OF_ADDRESSES = "a.owner_class = 'OFF'", "a.owner_class = 'PER'", "a.owner_class = 'ADDR'"
_EMAILS = " AND a.internet_address_class = 'EMAIL'"
_ADDRESS = (
    column("id", "address_id", whole, needed=True),
    column("flat", "flat", text(30)),
    column("premise", "premise", text(50)),
    column("street", "street", text(160)),
    column("locality", "locality", text(70)),
    column("town", "city_code", text(12)),
    column("county", "county_code", text(12)),
    column("country", "country_code", text(12)),
    column("postcode", "postal_code", text(12)),
    column("primary", "primary_flag", flag),
    column("postal", "mail_flag", flag),
    column("no_fixed_address", "no_fixed_address_flag", flag),
    column("started_on", "start_date", day),
    column("ended_on", "end_date", day),
    column("comment", "comment_text", text(240)),
)
_PHONE = (
    column("id", "phone_id", whole, needed=True),
    column("type", "phone_type", text(12)),
    column("number", "phone_no", text(40), needed=True),
    column("extension", "ext_no", text(7)),
)
_EMAIL = (
    column("id", "internet_address_id", whole, needed=True),
    column("address", "internet_address", text(240), needed=True),
)


def _of_people(name: str, title: str, table: str, key: str, target: str, where: str, *columns: Column) -> Feed:
    return Feed(
        name=name,
        title=title,
        area="CONTACT_DETAILS",
        table=table,
        key=(key,),
        where=where,
        target=target,
        conflict=("id",),
        owner=Owner.PERSON,
        columns=(*columns, _BY_ROOT),
        values={"person_id": "p.number"},
        lookups=_PERSON,
        waits_for=_NO_PERSON,
        scope=f"t.id < {OWN_IDS_FROM} AND t.person_id IS NOT NULL",
        shared=True,
    )


def _of_contacts(name: str, title: str, table: str, key: str, target: str, where: str, *columns: Column) -> Feed:
    return Feed(
        name=name,
        title=title,
        area="CONTACT_DETAILS",
        table=table,
        key=(key,),
        where=where,
        target=target,
        conflict=("id",),
        owner=Owner.CONTACT,
        columns=(*columns, _BY_CONTACT),
        scope=f"t.id < {OWN_IDS_FROM} AND t.contact_person_id IS NOT NULL",
        shared=True,
    )


FEEDS = (
    _of_people("addresses", "Addresses", "addresses", "address_id", "prisoners.Address", _OF_PEOPLE, *_ADDRESS),
    _of_contacts(
        "contact addresses",
        "Addresses of contacts",
        "addresses",
        "address_id",
        "prisoners.Address",
        _OF_CONTACTS,
        *_ADDRESS,
    ),
    Feed(
        name="address usages",
        title="What addresses are for",
        area="CONTACT_DETAILS",
        table="address_usages",
        key=("address_id", "address_usage"),
        target="prisoners.AddressUsage",
        conflict=("address_id", "usage"),
        owner=Owner.ADDRESS,
        columns=(
            column("address_id", "address_id", whole, needed=True),
            column("usage", "address_usage", text(12), needed=True),
            column("active", "active_flag", flag),
            column("owner_class", "place.owner_class", text(12), sql_type="varchar(12)"),
        ),
        joins=(Join("addresses", "place", (("address_id", "address_id"),), followed=False),),
        lookups="LEFT JOIN prisoners_address p ON p.id = s.address_id",
        waits_for=(
            (
                "p.id IS NULL AND coalesce(s.owner_class, '') IN ('', 'OFF', 'PER')",
                "'address ' || s.address_id || ' is not here yet'",
            ),
        ),
        passes_over="p.id IS NULL",
        scope=f"t.address_id < {OWN_IDS_FROM}",
        shared=True,
    ),
    _of_people("phones", "Phone numbers", "phones", "phone_id", "prisoners.Phone", _OF_PEOPLE, *_PHONE),
    _of_contacts(
        "contact phones", "Phone numbers of contacts", "phones", "phone_id", "prisoners.Phone", _OF_CONTACTS, *_PHONE
    ),
    Feed(
        name="address phones",
        title="Phone numbers of addresses",
        area="CONTACT_DETAILS",
        table="phones",
        key=("phone_id",),
        where=_OF_ADDRESSES,
        target="prisoners.Phone",
        conflict=("id",),
        owner=Owner.ADDRESS,
        parent=Parent.ADDRESS,
        columns=(*_PHONE, column("address_id", "owner_id", whole, needed=True)),
        scope=f"t.id < {OWN_IDS_FROM} AND t.address_id IS NOT NULL",
        shared=True,
    ),
    _of_people(
        "emails",
        "E-mail addresses",
        "internet_addresses",
        "internet_address_id",
        "prisoners.EmailAddress",
        _OF_PEOPLE + _EMAILS,
        *_EMAIL,
    ),
    _of_contacts(
        "contact emails",
        "E-mail addresses of contacts",
        "internet_addresses",
        "internet_address_id",
        "prisoners.EmailAddress",
        _OF_CONTACTS + _EMAILS,
        *_EMAIL,
    ),
)
