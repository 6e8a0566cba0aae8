"""Prisons and other agencies, locations, coded lists, and the staff with their caseloads and roles."""

import json
from typing import Any

from dps.estate.rules import natural_sort_key, path_without_agency
from dps.legacy.feeds.feed import OWN_IDS_FROM, Feed, Join, Owner, column
from dps.legacy.translation import (
    Converter,
    NotWanted,
    always,
    day,
    first_text,
    flag,
    text,
    tidy,
    whole,
    whole_or,
)

PSEUDO_CASELOADS = ("NWEB", "CADM_I")
ROLES_CASELOAD = "NWEB"
_OURS_ONLY_WHEN_FROM_NOMIS = "t.attributes ? 'nomis'"


def _path(agency: Any, description: Any, code: Any) -> str:
    return path_without_agency(tidy(agency), tidy(description))[:240] or tidy(code)


def _sort_key(agency: Any, description: Any, code: Any) -> str:
    return natural_sort_key(_path(agency, description, code))[:300]


def _open(value: Any) -> bool:
    """Active unless the flag says N: the flag is often null on old codes."""
    return tidy(value).upper() != "N"


def _parent(domain: Any, code: Any) -> str:
    return tidy(code)[:16]


def _with_type(kind: Any, reason: Any) -> str:
    return f"{tidy(kind)}-{tidy(reason)}"[:40]


def _band_and_rank(band: Any, rank: Any) -> str:
    return json.dumps({"band": tidy(band), "nomis": True, "rank": tidy(rank)}, sort_keys=True)


_FROM_NOMIS = json.dumps({"nomis": True})


def _name(limit: int) -> Converter:
    fit = text(limit)

    def convert(value: Any) -> str:
        found = str(fit(value))
        return found.title() if found.isupper() else found

    return convert


def _role(code: Any) -> str:
    found = tidy(code).upper().removeprefix("ROLE_")
    if not found:
        raise NotWanted
    return found[:60]


def _real_caseload(code: Any, kind: Any) -> str:
    found = tidy(code)
    if not found or found in PSEUDO_CASELOADS or tidy(kind) not in ("", "INST"):
        raise NotWanted
    return found[:6]


def _user(value: Any) -> str:
    return tidy(value).upper()[:240]


def _codes(
    name: str, title: str, table: str, key: tuple[str, ...], domain: Converter, domain_from: str, **sources: Any
) -> Feed:
    return Feed(
        name=name,
        title=title,
        area="",
        table=table,
        key=key,
        target="estate.ReferenceCode",
        conflict=("domain", "code"),
        owner=Owner.NOBODY,
        columns=(
            column("domain", domain_from, domain, needed=True),
            sources["code"],
            column("description", f"description {sources['code'].sources[-1]}", first_text(200), needed=True),
            column("sequence", sources.get("sequence", "list_seq"), whole_or(99)),
            column("active", "active_flag", _open),
            column("expires_on", sources.get("expires", "expiry_date"), day),
            sources.get("parent", column("parent", key[-1], always(""))),
            sources.get("attributes", column("attributes", key[-1], always(_FROM_NOMIS))),
        ),
        update_when=_OURS_ONLY_WHEN_FROM_NOMIS,
        keeps_deleted=True,
    )


def _keep_regions(cursor: Any, staged: str, tell: bool) -> None:
    """The region of a prison follows NOMIS; what it is called and whether it is open is known better here."""
    cursor.execute(
        f"""UPDATE estate_agency t SET region = s.region FROM {staged} s
             WHERE s.code = t.code AND s.region <> '' AND s.region <> t.region"""
    )


FEEDS = (
    Feed(
        name="agencies",
        title="Prisons, courts and hospitals",
        area="",
        table="agency_locations",
        key=("agy_loc_id",),
        target="estate.Agency",
        conflict=("code",),
        owner=Owner.NOBODY,
        columns=(
            column("code", "agy_loc_id", text(6), needed=True),
            column("name", "description agy_loc_id", first_text(40), needed=True),
            column("type", "agency_location_type", text(12)),
            column("active", "active_flag", _open),
            column("closed_on", "deactivation_date", day),
            column("region", "noms_region_code", text(12)),
        ),
        after=_keep_regions,
        update_when="false",
        keeps_deleted=True,
    ),
    Feed(
        name="locations",
        title="Wings, cells and rooms",
        area="LOCATION",
        table="agency_internal_locations",
        key=("internal_location_id",),
        target="estate.Location",
        conflict=("id",),
        owner=Owner.LOCATION,
        columns=(
            column("id", "internal_location_id", whole, needed=True),
            column("agency", "agy_loc_id", text(6), needed=True),
            column("code", "internal_location_code", text(40)),
            column("parent_id", "parent_internal_location_id", whole),
            column("path", "agy_loc_id description internal_location_code", _path, needed=True),
            column("local_name", "user_desc", text(40)),
            column("type", "internal_location_type", text(12)),
            column("unit_type", "unit_type", text(12)),
            column("capacity", "capacity", whole),
            column("operational_capacity", "operation_capacity", whole),
            column("certified_accommodation", "cna_no", whole),
            column("certified", "certified_flag", flag),
            column("active", "active_flag", _open),
            column("deactivated_on", "deactivate_date", day),
            column("deactivate_reason", "deactivate_reason_code", text(12)),
            column("sort_key", "agy_loc_id description internal_location_code", _sort_key),
        ),
        scope=f"t.id < {OWN_IDS_FROM}",
    ),
    _codes(
        "codes",
        "Coded lists",
        "reference_codes",
        ("domain", "code"),
        text(16),
        "domain",
        code=column("code", "code", text(40), needed=True),
        expires="expired_date",
        parent=column("parent", "parent_domain parent_code", _parent),
    ),
    _codes(
        "movement reasons",
        "Reasons for movements",
        "movement_reasons",
        ("movement_type", "movement_reason_code"),
        always("MOVE_RSN"),
        "movement_type",
        code=column("code", "movement_type movement_reason_code", _with_type, needed=True),
        parent=column("parent", "movement_type", text(16)),
    ),
    _codes(
        "imprisonment status list",
        "List of imprisonment statuses",
        "imprisonment_statuses",
        ("imprisonment_status_id",),
        always("IMP_STS"),
        "imprisonment_status",
        code=column("code", "imprisonment_status", text(40), needed=True),
        attributes=column("attributes", "band_code rank_value", _band_and_rank),
    ),
    _codes(
        "profile codes",
        "Lists of personal details",
        "profile_codes",
        ("profile_type", "profile_code"),
        text(16),
        "profile_type",
        code=column("code", "profile_code", text(40), needed=True),
    ),
    Feed(
        name="staff accounts",
        title="Staff accounts",
        area="",
        table="staff_user_accounts",
        key=("username",),
        joins=(Join("staff_members", "staff", (("staff_id", "staff_id"),)),),
        target="identity.Account",
        conflict=("username",),
        owner=Owner.ACCOUNT,
        columns=(
            column("username", "username", _user, needed=True),
            column("first_name", "staff.first_name", _name(50)),
            column("last_name", "staff.last_name", _name(50)),
            column("staff_id", "staff_id", whole),
            column("is_administrator", "staff_user_type", lambda kind: tidy(kind) == "ADMIN"),
        ),
        fixed={
            "password": "'!' || md5(random()::text)",
            "source": "'nomis'",
            "roles": "'{}'::varchar[]",
            "caseloads": "'{}'::varchar[]",
        },
        update_when="t.source = 'nomis'",
        keeps_deleted=True,
    ),
    Feed(
        name="staff emails",
        title="E-mail addresses of staff",
        area="",
        table="internet_addresses",
        key=("internet_address_id",),
        where="a.owner_class = 'STF' AND a.internet_address_class = 'EMAIL'",
        joins=(Join("staff_user_accounts", "account", (("owner_id", "staff_id"),), required=True),),
        target="legacy.StaffEmail",
        conflict=("username", "address"),
        owner=Owner.ACCOUNT,
        columns=(
            column("username", "account.username", _user, needed=True),
            column("address", "internet_address", lambda address: tidy(address).lower()[:240], needed=True),
        ),
    ),
    Feed(
        name="staff caseloads",
        title="Caseloads of staff",
        area="",
        table="user_accessible_caseloads",
        key=("username", "caseload_id"),
        joins=(Join("caseloads", "caseload", (("caseload_id", "caseload_id"),)),),
        target="legacy.StaffAccess",
        conflict=("username", "kind", "code"),
        owner=Owner.ACCOUNT,
        columns=(
            column("username", "username", _user, needed=True),
            column("kind", "username", always("CASELOAD")),
            column("code", "caseload_id caseload.caseload_type", _real_caseload, needed=True),
        ),
        scope="t.kind = 'CASELOAD'",
    ),
    Feed(
        name="staff roles",
        title="Roles of staff",
        area="",
        table="user_caseload_roles",
        key=("username", "caseload_id", "role_id"),
        where=f"a.caseload_id = '{ROLES_CASELOAD}'",
        joins=(Join("oms_roles", "role", (("role_id", "role_id"),), required=True),),
        target="legacy.StaffAccess",
        conflict=("username", "kind", "code"),
        owner=Owner.ACCOUNT,
        columns=(
            column("username", "username", _user, needed=True),
            column("kind", "username", always("ROLE")),
            column("code", "role.role_code", _role, needed=True),
        ),
        scope="t.kind = 'ROLE'",
    ),
)
