"""Nonsense typed into every address and every form: an answer in words, nothing run, never an error of ours."""

import inspect
import re
import time
from collections.abc import Iterator, Sequence
from html.parser import HTMLParser
from importlib import import_module
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from django.conf import settings
from django.test import Client

from dps.case_notes.tests.given import give_notes
from dps.estate.models import ReferenceCode
from dps.identity.models import Account
from dps.key_workers.tests.workers import give_key_work
from dps.platform.access import all_grants
from dps.platform.access.addresses import Address, all_addresses
from dps.platform.design.forms import DateField, DpsForm
from dps.platform.web import nul
from dps.prisoners.names.tests.officers import give_alias_number_address_phone_and_email
from dps.prisoners.tests.particulars import give_contact_mark_and_service
from dps.prisoners.tests.people import give_alert, make_agencies, make_cell, make_person
from tests.samples import KEY, concrete, first_and_last, some_at_a_time

pytestmark = pytest.mark.django_db

ADDRESSES = all_addresses()
PAGES = [address for address in ADDRESSES if not address.is_operation]
WITH_PLACES = [address for address in PAGES if address.parameters]
"""Operations answer 401 to whoever has no token, whatever the address says: they are tried as described."""
SEARCH = ["term", "page", "size", "sort", "view", "showAll", "similar", "alerts"]
OLD = ["scope", "keywords", "alerts[]", "viewAll", "pageLimitOption", "sortFieldsWithOrder", "locationPrefix"]
BORN = ["born-day", "born-month", "born-year"]
IN_PRISON = [
    "location", "legal", "age", "arrived", "leaves", "incentive", "category", "csra", "inside", "photo", "religion",
    "language", "key_worker", "cellLocationPrefix", "incentiveLevelCode", "born_from-day", "born_from-month",
    "born_from-year", "born_to-day", "born_to-month", "born_to-year",
]  # fmt: skip
KEYWORDS = ["all", "any", "none", "phrase", "sex", "where", "near", "prison", *BORN]
DESCRIBED = [
    "how", "prison", "location", "sex", "ethnicity", "height_cm_low", "height_cm_high", "weight_kg_low", "weight_kg_high", "shoe_size_low", "shoe_size_high",
    "hair", "left_eye", "facial_hair", "kind1", "part1", "words1",
]  # fmt: skip
LINES = ["join", "rows", "prison", "field1", "how1", "value1", "until1"]
CLIENT = [
    "opened_with", "name", "grant", "redirect_uris", "post_logout_redirect_uris", "backchannel_logout_uri", "roles", "scopes",
    "access_token_seconds", "refresh_token_seconds", "second_step", "claim_filter", "allowed_addresses", "ends_on-day",
    "ends_on-month", "ends_on-year", "reference", "kind",
]  # fmt: skip
AUTHORISE = [
    "response_type", "client_id", "redirect_uri", "scope", "state", "nonce", "code_challenge", "code_challenge_method", "prompt",
    "max_age", "login_hint", "id_token_hint", "response_mode", "request", "request_uri", "claims",
]  # fmt: skip
LOGOUT = ["id_token_hint", "client_id", "post_logout_redirect_uri", "state", "logout_hint", "ui_locales"]
TOKEN = [
    "grant_type", "code", "redirect_uri", "code_verifier", "refresh_token", "client_id", "client_secret", "scope", "username",
    "auth_source",
]  # fmt: skip
NEXT_OF_KIN = [
    "is_a", "first_name", "middle_names", "last_name", "relationship", "date_of_birth-day", "date_of_birth-month",
    "date_of_birth-year", "phone", "phone_type", "extension", "house", "street", "postcode",
]  # fmt: skip
MILITARY = [
    "branch", "enlisted_month", "enlisted_year", "enlisted_at", "rank", "service_number", "unit", "conflicts",
    "disciplinary", "discharged_month", "discharged_year", "discharged_at", "discharge", "comment",
]  # fmt: skip
NEURODIVERSITY = ["kind", "how_known", "found_on-day", "found_on-month", "found_on-year", "support"]
WHO = ["title", "first_name", "middle_names", "last_name", "suffix", "was"]
ALIAS = [*WHO, "date_of_birth-day", "date_of_birth-month", "date_of_birth-year", "sex", "working"]
PLACE = [
    "flat", "building", "number", "line1", "line2", "town", "county", "postcode", "country", "started_on-day",
    "started_on-month", "started_on-year", "usages",
]  # fmt: skip
NOTE_BOXES = [
    "type", "sub_type", "text", "date", "hours", "minutes", "time", "from", "save", "confirm", "pick", "use", "ready", "favourite",
]  # fmt: skip
FROM_TO = [f"{end}-{part}" for end in ("since", "until") for part in ("day", "month", "year")]
NOTE_FILTERS = [
    "words", "type", "sub_type", "subType", "dates", *FROM_TO, "author", "prison", "hide", "sort", "page", "showAll",
]  # fmt: skip
HELD = [f"{end}-{part}" for end in ("first", "last") for part in ("day", "month", "year")]
WORKER_DAYS = [
    f"{name}-{part}" for name in ("from", "to", "compared_from", "compared_to") for part in ("day", "month", "year")
]
COVER_DAYS = [f"{name}-{part}" for name in ("from_date", "to_date") for part in ("day", "month", "year")]
READ_BY = {
    "/case-notes/": [*NOTE_FILTERS, "whole"],
    "/prisoners/<str:number>/case-notes/": [*NOTE_FILTERS, "from"],
    "/prisoners/<str:number>/case-notes/download/": NOTE_FILTERS,
    "/case-notes/deleted/": ["show", "number", "by", *FROM_TO, "page"],
    "/prisoners/<str:number>/case-notes/deleted/": ["show", "by", *FROM_TO, "page"],
    "/case-notes/subject-access/": ["number", *HELD],
    "/case-notes/subject-access/file.json": ["number", *HELD],
    "/case-notes/types/": ["words", "show"],
    "/case-notes/ready-texts/add/": ["like"],
    "/prisoners/<str:number>/case-notes/add/": ["type", "subType", "draft", "from"],
    "/prisoners/<str:number>/case-notes/incentive-review/": ["from"],
    "/key-workers/<slug:policy>/allocate": ["query", "location", "unallocated", "sort", "page"],
    "/key-workers/<slug:policy>/recommend": ["go"],
    "/key-workers/<slug:policy>/staff/<int:staff_id>/reassign": ["to"],
    "/prisoners/<str:number>/key-work/": ["scheme", "from"],
    "/key-workers/<slug:policy>/staff/": ["name", "status", "sort"],
    "/key-workers/<slug:policy>/staff/staff.csv": ["name", "status", "sort"],
    "/key-workers/<slug:policy>/staff/<int:staff_id>/": WORKER_DAYS,
    "/key-workers/<slug:policy>/staff/<int:staff_id>/notes/": [*WORKER_DAYS, "sort", "page"],
    "/key-workers/<slug:policy>/due/": ["show", "wing", "worker", "page"],
    "/key-workers/<slug:policy>/due/due.csv": ["show", "wing", "worker"],
    "/key-workers/<slug:policy>/data/": WORKER_DAYS,
    "/key-workers/<slug:policy>/data/summary.csv": WORKER_DAYS,
    "/key-workers/<slug:policy>/data/days.csv": WORKER_DAYS,
    "/key-workers/<slug:policy>/data/wings.csv": WORKER_DAYS,
    "/key-workers/national/": ["scheme", "sort"],
    "/key-workers/national/wall/": ["scheme"],
    "/key-workers/national/prisons.csv": ["scheme"],
    "/key-workers/<slug:policy>/roles/make/": ["query"],
    "/key-workers/<slug:policy>/roles/remove/": ["query"],
    "/restricted-patients/": ["words", "prison"],
    "/prisoners/<str:number>/timeline/": ["show", "before", "from"],
    "/prisoners/": [*SEARCH, *OLD, *IN_PRISON],
    "/prisoners/export": [*SEARCH, *OLD, *IN_PRISON],
    "/prisoners/global/export": [*SEARCH, "where", "sex", *BORN],
    "/prisoners/keywords": [*KEYWORDS, "page"],
    "/prisoners/keywords/export": KEYWORDS,
    "/prisoners/description": [*DESCRIBED, "page"],
    "/prisoners/description/export": DESCRIBED,
    "/prisoners/attributes": [*LINES, "add", "page"],
    "/prisoners/attributes/export": LINES,
    "/prisoners/release-dates": [
        "earliest-day",
        "earliest-month",
        "earliest-year",
        "latest-day",
        "latest-month",
        "latest-year",
        "prison",
        "download",
        "page",
    ],
    "/prisoners/restricted-patients": ["words", "page"],
    "/prisoners/locations": ["after"],
    "/prisoners/saved-searches/save": ["address"],
    "/prisoners/global": [*SEARCH, "where", "sex", *BORN],
    "/prisoner-search": ["keywords"],
    "/global-search": ["keywords"],
    "/estate/": ["words", "serves", "closed"],
    "/estate/codes/": ["words", "list"],
    "/nomis/set-aside/": ["feed", "kind", "page"],
    "/nomis/writes/": ["state", "kind", "number", "page"],
    "/nomis/prisoner/": ["number"],
    "/nomis/mapping/": ["words", "page"],
    "/nomis/reconciliation/": ["run", "page"],
    "/prisoners/<str:number>/": ["from", "ie8"],
    "/prisoners/<str:number>/alerts/": [
        "show",
        "from",
        "type",
        "sort",
        "page",
        "showAll",
        "started_from-day",
        "started_from-month",
        "started_from-year",
        "started_to-day",
        "started_to-month",
        "started_to-year",
    ],
    "/prisoners/<str:number>/alerts/add/": ["type"],
    "/alerts/types/": ["show"],
    "/alerts/codes/add/": ["type"],
    "/alerts/add/": ["type"],
    "/alerts/delete/": ["id"],
    "/alerts/bulk/": ["page"],
    "/alerts/bulk/<int:plan>/": ["show", "page"],
    "/alerts/bulk/<int:plan>/alert/": ["type"],
    "/alerts/reports/not-looked-at/": ["wing", "page"],
    "/alerts/reports/not-looked-at/stale.csv": ["wing"],
    "/alerts/reports/by-month/": ["wing", "type"],
    "/prisoners/<str:number>/photo": ["size", "image"],
    "/prisoners/<str:number>/images/<int:image_id>/picture": ["size"],
    "/prisoners/<str:number>/personal/marks/picture/<int:image_id>": ["size"],
    "/prisoners/<str:number>/changes/": [
        "kind",
        "since-day",
        "since-month",
        "since-year",
        "until-day",
        "until-month",
        "until-year",
        "page",
    ],
    "/prisoners/<str:number>/changes/<str:kind>/": ["page"],
    "/prisoners/<str:number>/changes/<str:kind>/<path:key>/": ["page"],
    "/prisoners/<str:number>/personal/height/": ["in"],
    "/prisoners/<str:number>/personal/weight/": ["in"],
    "/prisoners/<str:number>/personal/ethnicity/": ["next", "group"],
    "/prisoners/<str:number>/personal/addresses/add/find/": ["words"],
    "/prisoners/<str:number>/personal/addresses/add/uk/": ["like"],
    "/prisoners/<str:number>/money/": ["month", "year"],
    "/prisoners/<str:number>/money/private-cash/": ["month", "year"],
    "/prisoners/<str:number>/visits/": ["type", "status", "prison", *FROM_TO, "page"],
    "/prisoners/<str:number>/csra/": ["level", "prison", *FROM_TO],
    "/prisoners/<str:number>/schedule/": ["week"],
    "/design/": ["page", "sort"],
    "/live/may-listen": ["topic"],
    "/sign-in": ["next", "signed-out", "timed-out", "again", "username"],
    "/oauth2/authorize": AUTHORISE,
    "/oauth2/logout": LOGOUT,
    "/notify/": [
        "status",
        "template",
        "recipient",
        "username",
        "since-day",
        "since-month",
        "since-year",
        "until-day",
        "until-month",
        "until-year",
        "page",
    ],
    "/notify/inbox/": ["recipient", "before"],
    "/notify/stand-in/v2/notifications": ["template_type", "status", "reference", "older_than", "include_jobs"],
    "/notify/stand-in/v2/templates": ["type"],
    "/access-requests/ask/": ["words", "role", "prison", "go-on"],
    "/access-requests/ask/why/": ["role", "prison"],
    "/access-requests/to-decide/": ["words", "prison", "kind", "page"],
    "/access-requests/review/": ["prison", "role", "page"],
    "/access-requests/review/download": ["prison"],
    "/clients/": ["words", "role", "grant", "kind", "old", "sort", "page"],
    "/clients/download": ["words", "role", "grant", "kind", "old", "sort"],
    "/users/dps/": ["words", "status", "prison", "active", "lsa", "roles", "match", "page"],
    "/users/dps/download": ["words", "status", "prison", "active", "lsa", "roles", "match"],
    "/users/dps/download-administrators": ["words", "status", "prison", "active", "lsa", "roles", "match"],
    "/users/dps/<str:username>/history/": ["page"],
    "/sign-in/microsoft": ["next", "again", "username"],
    "/account/password-again": ["next"],
    "/sign-in/microsoft/return": ["state", "code", "error", "iss"],
    "/users/roles/": ["name", "role", "administrator", "hidden", "page"],
    "/users/roles/use/": ["show", "sort"],
    "/users/roles/use.csv": ["show", "sort"],
    "/users/bulk/": ["words", "page"],
    "/users/bulk/<int:change>/": ["show", "page"],
    "/external-users/": ["words", "status", "group", "role", "page"],
    "/external-users/groups/": ["words", "page"],
    "/external-users/groups/members/": ["group"],
}
"""What each address reads. Each is tried alone, so that one wrong part hides no other; and all of them everywhere."""
SENT_TO = {
    "/key-workers/schemes": ["schemes"],
    "/key-workers/<slug:policy>/settings": ["recommend", "capacity", "order", "frequency", "version"],
    "/key-workers/<slug:policy>/allocate": ["choice-A1234BC", "seen", "sort", "page", "save"],
    "/key-workers/<slug:policy>/recommend": ["choice-A1234BC", "seen", "save"],
    "/key-workers/<slug:policy>/staff/<int:staff_id>/reassign": ["choice-A1234BC", "seen", "save"],
    "/key-workers/<slug:policy>/undo/<int:round>": ["submission"],
    "/key-workers/<slug:policy>/staff/<int:staff_id>/": ["worker-A1234BC", "save"],
    "/key-workers/<slug:policy>/staff/<int:staff_id>/capacity/": ["capacity", "version", "checked", "back"],
    "/key-workers/<slug:policy>/staff/<int:staff_id>/pattern/": ["schedule_type", "version", "checked", "back"],
    "/key-workers/<slug:policy>/staff/<int:staff_id>/status/": [
        "status",
        "people",
        "back_on-day",
        "back_on-month",
        "back_on-year",
        "version",
        "checked",
        "back",
    ],
    "/key-workers/<slug:policy>/staff/<int:staff_id>/cover/": ["cover_staff_id", *COVER_DAYS, "note"],
    "/key-workers/<slug:policy>/data/count-again/": [
        f"{name}-{part}" for name in ("from_", "to") for part in ("day", "month", "year")
    ],
    "/key-workers/<slug:policy>/cover/<int:cover_id>/end/": ["submission"],
    "/key-workers/<slug:policy>/roles/make/<str:username>/": [
        "officer",
        "schedule_type",
        "capacity",
        "checked",
        "back",
    ],
    "/key-workers/<slug:policy>/roles/remove/<int:staff_id>/": ["version"],
    "/key-workers/<slug:policy>/emails/": ["kinds"],
    "/prisoners/<str:number>/case-notes/<uuid:note>/delete/": ["reason", "version"],
    "/prisoners/<str:number>/case-notes/<uuid:note>/more/<uuid:amendment>/delete/": ["reason", "version"],
    "/prisoners/<str:number>/case-notes/<uuid:note>/replace/": [
        "kind",
        "text",
        "day-day",
        "day-month",
        "day-year",
        "clock",
        "reason",
        "version",
    ],
    "/case-notes/deleted/<int:deleted>/": ["reason"],
    "/case-notes/deleted/<int:deleted>/more/<uuid:amendment>/": ["reason"],
    "/prisoners/<str:number>/case-notes/add/": NOTE_BOXES,
    "/prisoners/<str:number>/case-notes/add/draft/": ["text", "type", "throw", "subType", "from"],
    "/prisoners/<str:number>/case-notes/<uuid:note>/more/": ["text", "from", "seen", "draft"],
    "/prisoners/<str:number>/case-notes/<uuid:note>/more/draft/": ["text", "throw"],
    "/prisoners/<str:number>/case-notes/<uuid:note>/type/": ["type", "sub_type", "version", "save"],
    "/case-notes/drafts/": ["throw"],
    "/case-notes/favourites/": ["type", "sub_type", "add", "away"],
    "/case-notes/several/": [*NOTE_BOXES, "people", "numbers", "wing", "wing_show", "wing_all", "next"],
    "/case-notes/ready-texts/add/": ["name", "text", "type", "sub_type", "shared", "save"],
    "/case-notes/ready-texts/<int:text_id>/": ["name", "text", "version", "save", "remove"],
    "/case-notes/types/add/": ["code", "description"],
    "/case-notes/types/<str:type>/add/": [
        "code",
        "description",
        "active",
        "active_from-day",
        "writer",
        "sync_to_nomis",
    ],
    "/case-notes/types/sub-types/<int:sub_type>/": [
        "active",
        "active_from-day",
        "active_to-year",
        "writer",
        "sensitive",
        "restricted_use",
        "version",
        "sure",
        "again",
    ],
    "/case-notes/system-notes/": ["prison", "setting"],
    "/prisoners/<str:number>/watch/": ["why", "stop"],
    "/prisoners/watch-list/": ["stop"],
    "/restricted-patients/discharge/": ["number", "hospital", "supporting_prison", "on-day", "on-month", "on-year"],
    "/restricted-patients/add/": ["number", "hospital"],
    "/restricted-patients/<str:number>/prison/": ["supporting_prison"],
    "/restricted-patients/<str:number>/remove/": ["submission"],
    "/prisoners/<str:number>/personal/name/": ["why"],
    "/prisoners/<str:number>/personal/name/correction/": WHO,
    "/prisoners/<str:number>/personal/name/legal-change/": WHO,
    "/prisoners/<str:number>/personal/aliases/add/": ALIAS,
    "/prisoners/<str:number>/personal/aliases/<int:name_id>/": ALIAS,
    "/prisoners/<str:number>/personal/identity-numbers/add/": ["type-1", "value-1", "comment-1", "was"],
    "/prisoners/<str:number>/personal/identity-numbers/<int:identifier_id>/": ["value", "comment", "was"],
    "/prisoners/<str:number>/personal/identity-numbers/<int:identifier_id>/remove/": ["was"],
    "/prisoners/<str:number>/personal/phones/add/": ["type", "number", "extension", "was"],
    "/prisoners/<str:number>/personal/phones/<int:phone_id>/": ["type", "number", "extension", "was"],
    "/prisoners/<str:number>/personal/phones/<int:phone_id>/remove/": ["was"],
    "/prisoners/<str:number>/personal/emails/add/": ["address", "was"],
    "/prisoners/<str:number>/personal/emails/<int:email_id>/": ["address", "was"],
    "/prisoners/<str:number>/personal/emails/<int:email_id>/remove/": ["was"],
    "/prisoners/<str:number>/personal/addresses/add/": ["where"],
    "/prisoners/<str:number>/personal/addresses/add/uk/": [*PLACE, "use", "save", "change"],
    "/prisoners/<str:number>/personal/addresses/add/overseas/": [*PLACE, "use", "save", "change"],
    "/prisoners/<str:number>/personal/addresses/add/no-fixed/": [*PLACE, "use", "save", "change"],
    "/prisoners/<str:number>/personal/addresses/<int:address_id>/": [*PLACE, "was"],
    "/prisoners/<str:number>/personal/addresses/<int:address_id>/use/": ["use", "was"],
    "/prisoners/<str:number>/personal/addresses/<int:address_id>/end/": [
        "ended_on-day",
        "ended_on-month",
        "ended_on-year",
        "was",
    ],
    "/design/": ["name", "reason", "password", "wing", "scope", "flags", *BORN],
    "/sign-in": ["username", "password", "next", "again"],
    "/oauth2/authorize": AUTHORISE,
    "/oauth/authorize": AUTHORISE,
    "/oauth2/logout": [*LOGOUT, "answer"],
    "/oauth2/token": TOKEN,
    "/oauth/token": TOKEN,
    "/oauth2/introspect": ["token", "token_type_hint", "client_id", "client_secret"],
    "/oauth2/revoke": ["token", "token_type_hint", "client_id", "client_secret"],
    "/oauth2/userinfo": ["access_token"],
    "/api/token/verify": ["token"],
    "/api/<path:rest>": ["token"],
    "/api/": ["token"],
    "/prisoners/look-up": ["numbers", "file", "download"],
    "/prisoners/saved-searches/save": ["name", "address"],
    "/prisoners/saved-searches/<uuid:key>/rename": ["name"],
    "/prisoners/saved-searches/<uuid:key>/delete": ["submission"],
    "/change-caseload": ["caseload"],
    "/sign-out": ["next"],
    "/account/sessions/<uuid:session>/end": ["submission"],
    "/account/sessions/end-others": ["submission"],
    "/services/add": ["code", "name", "description", "address", "roles", "prisons", "contact", "enabled"],
    "/services/<str:code>/": ["name", "description", "address", "roles", "prisons", "contact", "enabled", "version"],
    "/notify/try-again": ["try-again"],
    "/nomis/writes/try-again": ["failed", "kept-back"],
    "/nomis/writes/<int:write>/try-again": ["again"],
    "/nomis/writes/<int:write>/settle": ["ours", "theirs"],
    "/nomis/switches/": ["prison", "kind", "setting"],
    "/nomis/prisoner/read-again": ["number"],
    "/notify/receipts": ["reference"],
    "/notify/<uuid:message_id>/send-again": ["send-again"],
    "/notify/<uuid:message_id>/cancel": ["cancel"],
    "/notify/stand-in/v2/notifications/<str:what>": ["email_address"],
    "/notify/stand-in/v2/template/<str:template_id>/preview": ["personalisation"],
    "/access-requests/ask/why/": ["role", "prison", "why", "ends_on-day", "ends_on-month", "ends_on-year"],
    "/access-requests/keep/role/<str:code>/": ["why", "ends_on-day"],
    "/access-requests/keep/caseload/<str:code>/": ["why", "ends_on-day"],
    "/access-requests/removal/<str:username>/<str:code>/": ["why"],
    "/access-requests/review/": ["prison", "role", "verdict-1", "page"],
    "/access-requests/<int:request_id>/withdraw/": ["why"],
    "/access-requests/<int:request_id>/decide/": [
        "decision",
        "ends_on-day",
        "ends_on-month",
        "ends_on-year",
        "reason",
        "version",
    ],
    "/clients/new": ["client_id", "team", "contact", *CLIENT],
    "/clients/<str:base_id>/change": CLIENT,
    "/clients/<str:base_id>/deployment": [
        "opened_with",
        "kind",
        "team",
        "contact",
        "chat",
        "hosting",
        "namespace",
        "deployment",
        "secret_name",
        "id_key",
        "secret_key",
    ],
    "/clients/<str:base_id>/rotate": ["submission"],
    "/clients/<str:client_id>/delete": ["submission"],
    "/sign-in/microsoft/choose": ["account"],
    "/users/dps/<str:username>/roles/add/": ["roles", "ends_on-day", "ends_on-month", "ends_on-year", "reference"],
    "/users/dps/<str:username>/roles/<str:code>/remove/": ["submission"],
    "/users/dps/<str:username>/caseloads/add/": ["caseloads"],
    "/users/dps/<str:username>/caseloads/active/": ["caseload"],
    "/users/dps/<str:username>/caseloads/<str:code>/remove/": ["submission"],
    "/users/dps/<str:username>/prisons/add/": ["prisons"],
    "/users/dps/<str:username>/prisons/<str:code>/remove/": ["submission"],
    "/users/dps/<str:username>/name/": ["first_name", "last_name", "was"],
    "/users/dps/<str:username>/email/": ["email", "was"],
    "/users/dps/<str:username>/activate/": ["submission"],
    "/users/dps/<str:username>/deactivate/": ["reason"],
    "/users/dps/<str:username>/unlock/": ["submission"],
    "/users/dps/<str:username>/sign-out/": ["submission"],
    "/users/dps/<str:username>/second-step/": ["submission"],
    "/users/dps/<str:username>/first-password/": ["submission"],
    "/users/create/": ["kind"],
    "/users/create/general/": ["username", "email", "first_name", "last_name", "prison"],
    "/users/create/local/": ["username", "email", "first_name", "last_name", "prison"],
    "/users/create/central/": ["username", "email", "first_name", "last_name"],
    "/users/link/": ["existing", "kind", "username", "prison"],
    "/forgotten-password": ["who"],
    "/forgotten-username": ["email"],
    "/new-password": ["new_password", "repeated"],
    "/new-password/user-name": ["username"],
    "/sign-in/new-password": ["new_password", "repeated"],
    "/sign-in/confirm-email": ["send", "skip"],
    "/verify-email": ["submission"],
    "/account/password": ["current_password", "new_password", "repeated"],
    "/account/name": ["first_name", "last_name"],
    "/account/user-name": ["submission"],
    "/account/email": ["email"],
    "/account/email/resend": ["submission"],
    "/account/backup-email": ["email"],
    "/account/backup-email/resend": ["submission"],
    "/account/mobile": ["mobile"],
    "/account/mobile/code": ["code"],
    "/account/password-again": ["password_again", "next"],
    "/second-step/": ["code", "credential"],
    "/second-step/other-way": ["way"],
    "/second-step/confirm-email": ["submission"],
    "/account/second-step/app": ["code"],
    "/account/second-step/app/remove": ["submission"],
    "/account/second-step/passkeys/add": ["credential", "name"],
    "/account/second-step/passkeys/<int:passkey>/rename": ["name"],
    "/account/second-step/passkeys/<int:passkey>/remove": ["submission"],
    "/account/second-step/recovery-codes": ["submission"],
    "/account/second-step/choose": ["preferred", "when"],
    "/users/domains/add/": ["name", "description"],
    "/users/domains/<int:domain>/remove/": ["submission"],
    "/users/roles/add/": ["code", "name", "description", "admin_types"],
    "/users/roles/<str:role>/change/": ["name", "description", "admin_types", "seen"],
    "/users/roles/<str:role>/hide/": ["day-day", "day-month", "day-year"],
    "/users/roles/<str:role>/show/": ["submission"],
    "/users/roles/<str:role>/delete/": ["submission"],
    "/prisoners/<str:number>/alerts/add/": [
        "code",
        "description",
        "active_from-day",
        "active_from-month",
        "active_from-year",
        "active_to-day",
        "active_to-month",
        "active_to-year",
    ],
    "/prisoners/<str:number>/alerts/<uuid:alert>/details/": ["description", "was"],
    "/prisoners/<str:number>/alerts/<uuid:alert>/close/": [
        "description",
        "when",
        "later-day",
        "later-month",
        "later-year",
        "was",
    ],
    "/prisoners/<str:number>/alerts/<uuid:alert>/end/": ["what", "new_end-day", "new_end-month", "new_end-year", "was"],
    "/prisoners/<str:number>/alerts/<uuid:alert>/looked-at/": ["submission"],
    "/alerts/types/add/": ["code", "description"],
    "/alerts/types/<str:code>/description/": ["description"],
    "/alerts/types/<str:code>/deactivate/": ["submission"],
    "/alerts/types/<str:code>/reactivate/": ["submission"],
    "/alerts/codes/add/": ["type", "code", "description"],
    "/alerts/codes/<str:code>/description/": ["description"],
    "/alerts/codes/<str:code>/restrict/": ["submission"],
    "/alerts/codes/<str:code>/lift/": ["submission"],
    "/alerts/codes/<str:code>/users/add/": ["username"],
    "/alerts/codes/<str:code>/users/<str:username>/remove/": ["submission"],
    "/alerts/codes/<str:code>/deactivate/": ["submission"],
    "/alerts/codes/<str:code>/reactivate/": ["submission"],
    "/alerts/add/": [
        "number",
        "code",
        "description",
        "active_from-day",
        "active_from-month",
        "active_from-year",
        "active_to-day",
        "active_to-month",
        "active_to-year",
    ],
    "/alerts/delete/<uuid:alert>/": ["reason"],
    "/alerts/bulk/begin/": ["submission"],
    "/alerts/bulk/<int:plan>/alert/": ["code", "reason"],
    "/alerts/bulk/<int:plan>/people/": ["number", "people", "upload", "one"],
    "/alerts/bulk/<int:plan>/people/remove-all/": ["submission"],
    "/alerts/bulk/<int:plan>/people/<str:number>/remove/": ["submission"],
    "/alerts/bulk/<int:plan>/mode/": ["mode"],
    "/alerts/bulk/<int:plan>/check/": ["submission"],
    "/alerts/bulk/<int:plan>/discard/": ["submission"],
    "/users/bulk/begin/": ["reference"],
    "/users/bulk/<int:change>/ticket/": ["reference"],
    "/users/bulk/<int:change>/roles/": ["action", "roles"],
    "/users/bulk/<int:change>/people/": ["people"],
    "/users/bulk/<int:change>/summary/": ["submission"],
    "/users/bulk/<int:change>/discard/": ["submission"],
    "/external-users/create/": ["email", "first_name", "last_name", "group"],
    "/external-users/<uuid:key>/email/": ["email"],
    "/external-users/<uuid:key>/enable/": ["submission"],
    "/external-users/<uuid:key>/disable/": ["reason"],
    "/external-users/<uuid:key>/unlock/": ["submission"],
    "/external-users/<uuid:key>/first-password/": ["submission"],
    "/external-users/<uuid:key>/roles/add/": ["roles"],
    "/external-users/<uuid:key>/roles/<str:role>/remove/": ["submission"],
    "/external-users/<uuid:key>/groups/add/": ["group"],
    "/external-users/<uuid:key>/groups/<str:group>/remove/": ["submission"],
    "/external-users/groups/create/": ["code", "name"],
    "/external-users/groups/<str:group>/name/": ["name"],
    "/external-users/groups/<str:group>/delete/": ["submission"],
    "/external-users/groups/<str:group>/children/add/": ["code", "name"],
    "/external-users/groups/<str:group>/children/<str:child>/remove/": ["submission"],
    "/external-users/groups/<str:group>/roles/add/": ["role", "automatic"],
    "/external-users/groups/<str:group>/roles/<str:role>/": ["automatic"],
    "/external-users/groups/<str:group>/roles/<str:role>/remove/": ["submission"],
    "/prisoners/<str:number>/personal/next-of-kin/add/": NEXT_OF_KIN,
    "/prisoners/<str:number>/personal/next-of-kin/<int:contact_id>/": ["was", *NEXT_OF_KIN],
    "/prisoners/<str:number>/personal/next-of-kin/<int:contact_id>/end/": ["submission"],
    "/prisoners/<str:number>/personal/neurodiversity/add/": NEURODIVERSITY,
    "/prisoners/<str:number>/personal/neurodiversity/<uuid:neurodiversity_id>/": ["was", *NEURODIVERSITY],
    "/prisoners/<str:number>/personal/neurodiversity/<uuid:neurodiversity_id>/end/": ["was", "reason"],
    "/prisoners/<str:number>/personal/marks/add/<str:mark_kind>/": ["area"],
    "/prisoners/<str:number>/personal/marks/add/<str:mark_kind>/<str:area>/": ["place", "description", "photo"],
    "/prisoners/<str:number>/personal/marks/<int:mark_id>/description/": ["type", "description", "was"],
    "/prisoners/<str:number>/personal/marks/<int:mark_id>/place/": ["area"],
    "/prisoners/<str:number>/personal/marks/<int:mark_id>/place/<str:area>/": ["place", "was"],
    "/prisoners/<str:number>/personal/marks/<int:mark_id>/photo/": ["photo"],
    "/prisoners/<str:number>/personal/marks/<int:mark_id>/photo/<int:image_id>/": ["photo"],
    "/prisoners/<str:number>/images/change/": ["way", "photo"],
    "/prisoners/<str:number>/images/change/crop/": ["crop"],
    "/prisoners/<str:number>/images/change/withhold/": ["submission"],
    "/prisoners/<str:number>/personal/military/add/": MILITARY,
    "/prisoners/<str:number>/personal/military/<int:record_id>/": ["was", *MILITARY],
    "/prisoners/<str:number>/personal/military/<int:record_id>/remove/": ["submission"],
    "/prisoners/<str:number>/personal/height/": ["was", "cm"],
    "/prisoners/<str:number>/personal/weight/": ["was", "kg"],
    "/prisoners/<str:number>/personal/smoker/": ["was", "answer"],
    "/prisoners/<str:number>/personal/hair/": ["was", "code"],
    "/prisoners/<str:number>/personal/facial-hair/": ["was", "code"],
    "/prisoners/<str:number>/personal/face/": ["was", "code"],
    "/prisoners/<str:number>/personal/build/": ["was", "code"],
    "/prisoners/<str:number>/personal/eyes/": ["was", "right", "left"],
    "/prisoners/<str:number>/personal/shoe-size/": ["was", "size"],
    "/prisoners/<str:number>/personal/religion/": ["was", "code", "reason_known", "comments"],
    "/prisoners/<str:number>/personal/domestic-status/": ["was", "code"],
    "/prisoners/<str:number>/personal/children/": ["was", "answer", "number"],
    "/prisoners/<str:number>/personal/languages/": ["was", "spoken", "written", "interpreter"],
    "/prisoners/<str:number>/personal/languages/add/": ["was", "code", "skills"],
    "/prisoners/<str:number>/personal/languages/<str:code>/": ["was", "skills"],
    "/prisoners/<str:number>/personal/languages/<str:code>/remove/": ["was"],
    "/prisoners/<str:number>/personal/sexual-orientation/": ["was", "code"],
    "/prisoners/<str:number>/personal/nationality/": ["was", "nationality", "additional"],
    "/prisoners/<str:number>/personal/birth-place/": ["was", "place"],
    "/prisoners/<str:number>/personal/birth-country/": ["was", "country"],
    "/prisoners/<str:number>/personal/date-of-birth/": ["was", "born-day", "born-month", "born-year"],
    "/prisoners/<str:number>/personal/ethnicity/<str:group>/": ["was", "code"],
    "/prisoners/<str:number>/diet/": [
        "was",
        "medical",
        "eating_disorder",
        "nutrient_deficiency",
        "medical_other",
        "allergies",
        "allergies_other",
        "personalised",
        "personalised_other",
        "catering_instructions",
    ],
    "/prisoners/<str:number>/changes/<int:change>/put-back/": ["seen"],
}
"""What each form sends."""
EVERY = sorted({name for names in [*READ_BY.values(), *SENT_TO.values()] for name in names})
BROKEN = ["%00", "a%00b", "%ff", "%ed%a0%80", "%c3%28", "%f8%88%80%80%80"]
"""NUL and what is no UTF-8, a lone surrogate too: refused."""
MARK = "dpsnonsense"
TYPED = [
    "x" * 10_000, "9" * 5_000, "\x01\x1f\x7f\x08", "\r\nSet-Cookie: a=b", "\u202e\u2066\ufeff\u0085", "🗝" * 60, "²", "٣", "-1",
    "99999999999999999999", "31/02/2026", "' OR 1=1; --", "\\", "%", "_", "(((", "../../etc/passwd", "LEI-A-1-001",
    f"\"'><{MARK} {MARK}=1>", f"' {MARK}=1 x='", f"--><![endif]--><{MARK}>", "{{ 7000003*7000003 }}{% raw %}",
]  # fmt: skip
DAYS = [
    ("31", "2", "2026"),
    ("0", "0", "0"),
    ("-1", "13", "99999"),
    ("1", "1", "9999"),
    ("²", "٣", "1990"),
    ("1", "", "1990"),
]


@pytest.fixture
def officer() -> Client:
    """Somebody with every role there is, in a prison with somebody in it."""
    make_agencies()
    for domain, code in (("IEP_LEVEL", "STD"), ("CATEGORY", "C"), ("ALERT_CODE", "XA")):
        ReferenceCode.objects.create(domain=domain, code=code, description=code)
    person = make_person("A1234BC", "SMITH", "JOHN", cell=make_cell("LEI", "A-1-001"))
    give_alert(person, "XA")
    give_contact_mark_and_service(person)
    give_alias_number_address_phone_and_email(person)
    give_notes(person.number, KEY)
    give_key_work(person.number)
    account = Account.objects.create(
        username="TYPIST", roles=sorted({grant.role for grant in all_grants()}), caseloads=["LEI", "MDI"],
        active_caseload="LEI",
    )  # fmt: skip
    Account.objects.create(
        username="OFFICER", email="officer@justice.gov.uk", roles=["PRISON", "POM"], caseloads=["LEI", "MDI", "NHI"],
        active_caseload="MDI", password="!x", staff_id=70,
    )  # fmt: skip
    client = Client(raise_request_exception=False)
    client.force_login(account)
    session = client.session
    session.update({"password_confirmed": int(time.time()), "methods": ["pwd", "otp"]})
    session.save()
    return client


class _Marks(HTMLParser):
    """Finds what was typed where it has become an element or an attribute."""

    found = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if MARK in tag or any(MARK in name for name, _ in attrs):
            self.found += self.get_starttag_text() or ""


def marks_in(body: str) -> str:
    """What was typed and would be run. Internet Explorer 8 reads what is in comments too."""
    marks = _Marks()
    marks.feed(body + " ".join(re.findall(r"<!--(.*?)-->", body, re.S)))
    return marks.found


def check(reply: Any, asked: str) -> None:
    """An answer in words, with nothing in it run."""
    asked = f"{reply.status_code}: {asked[:300]}"
    assert reply.status_code < 500, asked
    assert "a" not in reply.cookies, asked
    body = b"".join(reply).decode(errors="replace")
    if body.lstrip().startswith("<"):
        assert "<h1" in body, asked
        assert not marks_in(body), asked
        assert "49000042000009" not in body, asked


def queries_for(names: list[str], values: list[str]) -> Iterator[str]:
    """Each name alone with each value, already encoded."""
    yield from (f"{quote(name)}={value}" for name in names for value in values)


def names_read_in_code() -> set[str]:
    """Every parameter that a page or a form of the product reads."""
    found: set[str] = set()
    for file in (settings.ROOT / "dps").rglob("*.py"):
        if "tests" in file.parts or not re.search(r"GET|POST|query", text := file.read_text()):
            continue
        found |= set(re.findall(r"(?:GET|POST|query)\.get(?:list)?\(\"([^\"]+)\"", text))
        if file.name in ("forms.py", "pages.py"):
            module = import_module(".".join(Path(file).relative_to(settings.ROOT).with_suffix("").parts))
            for _, form in inspect.getmembers(module, inspect.isclass):
                for name, field in form.base_fields.items() if issubclass(form, DpsForm) else ():
                    found |= (
                        {f"{name}-{part}" for part in ("day", "month", "year")}
                        if isinstance(field, DateField)
                        else {name}
                    )
    return found


def test_no_parameter_is_forgotten_here() -> None:
    read = names_read_in_code()
    assert {"term", "born-day", "caseload", "topic", "kind"} <= read
    assert not sorted(read - set(EVERY)), "add it to READ_BY"
    assert set(READ_BY) <= {address.route for address in ADDRESSES}
    forms = {one.route for one in ADDRESSES if "POST" in one.methods and not one.is_operation}
    operations = {one.route for one in ADDRESSES if "POST" in one.methods and one.is_operation}
    assert forms <= set(SENT_TO) <= forms | operations, "operations are tried as described, in test_api_as_described"


@pytest.mark.parametrize("part", some_at_a_time(PAGES), ids=first_and_last)
def test_every_address_with_nonsense_in_every_parameter_at_once(officer: Client, part: Sequence[Address]) -> None:
    for address in part:
        for value in TYPED[::4]:
            query = "&".join(queries_for(EVERY, [quote(value[:1500])]))
            check(officer.get(f"{concrete(address.route)}?{query}"), f"{address.route} with {value!r}")
        for value in BROKEN[::2]:
            assert officer.get(f"{concrete(address.route)}?other={value}").status_code == 400, (
                f"{address.route} with {value}"
            )


@pytest.mark.parametrize("part", some_at_a_time(list(READ_BY), 6), ids=first_and_last)
def test_each_parameter_alone(officer: Client, part: Sequence[str]) -> None:
    for route in part:
        path = concrete(route)
        for query in queries_for(READ_BY[route], [quote(value) for value in TYPED[::6]]):
            check(officer.get(f"{path}?{query}"), f"{path}?{query}")
        for query in [*queries_for(READ_BY[route][:1], BROKEN), "%00=1", "%ff=1"]:
            reply = officer.get(f"{path}?{query}")
            assert reply.status_code == 400 and "could not be read" in reply.content.decode(), f"{path}?{query}"


@pytest.mark.parametrize("day", DAYS, ids="/".join)
def test_impossible_days(officer: Client, day: tuple[str, str, str]) -> None:
    typed = dict(zip(BORN, day, strict=True))
    for reply in (officer.get("/prisoners/global", {"term": "smith", **typed}), officer.post("/design/", typed)):
        check(reply, str(day))
        assert "There is a problem" in reply.content.decode()


@pytest.mark.parametrize("part", some_at_a_time(WITH_PLACES), ids=first_and_last)
def test_nonsense_in_the_address_itself(officer: Client, part: Sequence[Address]) -> None:
    for address in part:
        allowed = (302, 400, 401, 404, *(() if "GET" in address.methods else (405,)))
        for value in [*(quote(value, safe="") for value in TYPED[::3]), *BROKEN[::2]]:
            path = re.sub(r"<[^>]+>", value, address.route)
            reply = officer.get(path)
            check(reply, path)
            assert reply.status_code in allowed, path[:300]


@pytest.mark.parametrize("route", SENT_TO)
def test_every_form_with_nonsense(officer: Client, route: str) -> None:
    client = Client(raise_request_exception=False) if route == "/sign-in" else officer
    names, path = SENT_TO[route], concrete(route)
    half = TYPED[len(route) % 2 :: 2]  # half of the forms meet one half of the values, half the other
    for value in half:
        fields = dict.fromkeys(names, value)
        alone = names if value in half[::5] else ()
        for sent in (fields, *({name: value} for name in alone)):
            if route == "/sign-out":
                client.force_login(Account.objects.get(username="TYPIST"))
            check(client.post(path, sent), f"{route} {list(sent)} {value!r}")
    broken = [value for value in BROKEN if not (nul.is_left_out_at(path) and "%00" in value)]
    for body in [*queries_for(names[:3], broken), "%00=1", "%ff=1"]:
        reply = client.post(path, body, content_type="application/x-www-form-urlencoded")
        assert reply.status_code == 400 and "could not be read" in reply.content.decode(), body
    in_parts = b'--x\r\nContent-Disposition: form-data; name="%b"\r\n\r\n\xff\x00\r\n--x--\r\n' % names[0].encode()
    assert client.post(path, in_parts, content_type="multipart/form-data; boundary=x").status_code == 400


def test_what_was_typed_comes_back_as_text(officer: Client) -> None:
    typed = f"\"'><{MARK}>"
    for reply in (officer.get("/prisoners/", {"term": typed}), officer.get("/estate/", {"words": typed})):
        assert f"&lt;{MARK}&gt;" in reply.content.decode()


@pytest.mark.parametrize("body", [f"<p><{MARK}>", f'<a href="" {MARK}=1>', f"<!--[if lte IE 8]><{MARK}><![endif]-->"])
def test_a_mark_that_became_an_element_would_be_seen(body: str) -> None:
    assert marks_in(body)
    assert not marks_in(f"<p title='&lt;{MARK}&gt;'>{MARK}</p>")
