"""The stand-in is GOV.UK Notify to the official client: the same answers, refusals and order of checks."""

import base64
import hashlib
import hmac
import json
import time
import uuid
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from io import BytesIO
from typing import Any

import pytest
import requests
import time_machine
from notifications_python_client import prepare_upload
from notifications_python_client.errors import HTTP503Error, HTTPError
from notifications_python_client.notifications import NotificationsAPIClient

from dps.platform.notify import catalogue
from dps.platform.notify.commands.upkeep import forget_old
from dps.platform.notify.models import StandInLimit, StandInMessage, StandInTemplate
from dps.platform.notify.stand_in import checks, keys
from dps.platform.notify.stand_in.commands import progress, set_fault
from dps.platform.notify.tests.conftest import RESET, Web

pytestmark = pytest.mark.django_db
Official = Callable[..., NotificationsAPIClient]
PLAIN, FULL, CODE = (str(catalogue.stand_in_id(f"example-{key}")) for key in ("plain", "reset", "code"))
TO = "team@justice.gov.uk"


def refused(call: Callable[[], Any]) -> tuple[int, set[str], list[str]]:
    with pytest.raises(HTTPError) as failed:
        call()
    answer = failed.value.response.json()
    assert answer["status_code"] == failed.value.status_code
    return failed.value.status_code, {e["error"] for e in answer["errors"]}, [e["message"] for e in answer["errors"]]


def test_an_email(official: Official) -> None:
    sent = official().send_email_notification(TO, FULL, RESET, "ref-1", sanitise_content_for=["first_name", "WHEN"])
    assert set(sent) == {"id", "reference", "uri", "content", "template", "scheduled_for", "sanitised_content"}
    assert set(sent["content"]) == {"subject", "body", "from_email", "one_click_unsubscribe_url"}
    assert sent["content"]["subject"] == "Aisha, choose a new password"
    assert "# What to do" in sent["content"]["body"] and "* Leeds\n* Moorland" in sent["content"]["body"]
    assert (sent["reference"], sent["scheduled_for"], sent["template"]["version"]) == ("ref-1", None, 1)
    assert sent["uri"].endswith(f"/v2/notifications/{sent['id']}")
    assert sent["sanitised_content"] == {}

    one = official(keys.TEST).get_notification_by_id(sent["id"])
    assert {name for name, value in one.items() if value is not None} == {
        "id", "reference", "email_address", "type", "status", "template", "body", "subject", "created_at",
        "is_cost_data_ready", "cost_in_pounds", "cost_details",
    }  # fmt: skip
    assert {"phone_number", "line_1", "line_6", "postcode", "postage", "created_by_name", "sent_at", "completed_at",
            "scheduled_for", "one_click_unsubscribe_url"} <= set(one)  # fmt: skip
    assert (one["status"], one["cost_in_pounds"]) == ("created", 0.0)


def test_what_was_made_harmless_is_told(official: Official) -> None:
    sent = official().send_email_notification(
        TO, FULL, RESET | {"first_name": "*x*"}, sanitise_content_for=["FirstName"]
    )
    assert sent["sanitised_content"] == {"first_name": {"unsanitised": "*x*", "sanitised": r"\*x\*"}}


def test_a_text(official: Official) -> None:
    values = {"code": 42, "first_name": "Al", "reason": "x"}
    sent = official().send_sms_notification("07700 900123", CODE, values)
    assert sent["content"] == {"body": "42 is your code, Al. It is for x.", "from_number": "GOVUK"}
    assert "sanitised_content" not in sent
    one = official().get_notification_by_id(sent["id"])
    assert (one["phone_number"], one["email_address"], one["subject"]) == ("447700900123", None, None)
    long = official().send_sms_notification, ("07700900123", CODE, values | {"reason": "x" * 918})
    assert refused(lambda: long[0](*long[1]))[:2] == (400, {"BadRequestError"})


def test_letters_are_refused_politely(official: Official) -> None:
    assert refused(lambda: official().send_letter_notification(PLAIN, {}))[:2] == (403, {"BadRequestError"})
    assert official().get_received_texts()["received_text_messages"] == []
    sent = official().send_email_notification(TO, PLAIN)
    assert refused(lambda: official().get_pdf_for_letter(sent["id"]))[:2] == (400, {"ValidationError"})


def test_statuses_move_on_and_the_simulator_fails_with_a_test_key_only(official: Official) -> None:
    ends = {}
    for type in (keys.TEST, keys.LIVE):
        for to in ("temp-fail@simulator.notify", "perm-fail@simulator.notify", "anybody@x.uk"):
            sent = official(type).send_email_notification(to, PLAIN)
            there = StandInMessage.objects.get(key=sent["id"])
            progress(there.pk)
            moving = official().get_notification_by_id(sent["id"])
            assert (moving["status"], bool(moving["sent_at"]), moving["completed_at"]) == ("sending", True, None)
            progress(there.pk)
            progress(there.pk)
            done = official().get_notification_by_id(sent["id"])
            assert done["completed_at"]
            ends[type, to[:4]] = done["status"]
    assert ends == {
        (keys.TEST, "temp"): "temporary-failure", (keys.TEST, "perm"): "permanent-failure",
        (keys.TEST, "anyb"): "delivered", (keys.LIVE, "temp"): "delivered", (keys.LIVE, "perm"): "delivered",
        (keys.LIVE, "anyb"): "delivered",
    }  # fmt: skip


@pytest.mark.parametrize(
    "to", ["simulate-delivered@notifications.service.gov.uk", "Simulate-Delivered-3@notifications.service.gov.uk"]
)
def test_simulated_addresses_are_answered_and_not_kept(official: Official, to: str) -> None:
    sent = official(keys.TEAM).send_email_notification(to, PLAIN)
    assert not StandInMessage.objects.exists()
    assert refused(lambda: official().get_notification_by_id(sent["id"]))[:2] == (404, {"NoResultFound"})


def test_who_may_be_written_to(official: Official) -> None:
    other = "stranger@x.uk"
    assert refused(lambda: official(keys.TEAM).send_email_notification(other, PLAIN))[:2] == (400, {"BadRequestError"})
    on_trial = official(keys.LIVE, "a-service-on-trial")
    assert refused(lambda: on_trial.send_email_notification(other, PLAIN))[:2] == (400, {"BadRequestError"})
    for client in (official(keys.TEAM), on_trial):
        client.send_email_notification(TO, PLAIN)
    official(keys.TEST, "a-service-on-trial").send_email_notification(other, PLAIN)


# Keys ---------------------------------------------------------------------------------------------------------------


def token(**changes: Any) -> str:
    """A token made by hand, to be wrong in one way."""
    key = keys.development_key()
    head = changes.pop("head", {"typ": "JWT", "alg": "HS256"})
    secret = changes.pop("secret", key[-36:])
    claims = {"iss": key[-73:-37], "iat": int(time.time()), **changes}
    claims = {name: value for name, value in claims.items() if value is not None}
    parts = [base64.urlsafe_b64encode(json.dumps(one).encode()).rstrip(b"=") for one in (head, claims)]
    signature = hmac.new(secret.encode(), b".".join(parts), hashlib.sha256).digest()
    return b".".join([*parts, base64.urlsafe_b64encode(signature).rstrip(b"=")]).decode()


def asked(web: Web, header: str | None) -> tuple[int, str]:
    answer = requests.get(f"{web.address}/v2/templates", headers={"Authorization": header} if header else {}, timeout=5)
    told = answer.json()
    assert answer.status_code == 200 or told["errors"][0]["error"] == "AuthError"
    return answer.status_code, "" if answer.status_code == 200 else told["errors"][0]["message"]


@pytest.mark.parametrize(
    ("header", "status", "words"),
    [
        (None, 401, "must be provided"),
        ("Basic abc", 401, "bearer scheme"),
        ("Bearer nonsense", 403, "JSON Web Token"),
        ("Bearer a.b.c", 403, "JSON Web Token"),
        ("Bearer é.é.é", 403, "JSON Web Token"),
        ({"aud": "x"}, 403, "JSON Web Token"),
        ({"iss": None}, 403, "iss field"),
        ({"iss": "no-uuid"}, 403, "data type"),
        ({"iss": str(uuid.uuid4())}, 403, "service not found"),
        ({"iss": str(keys.Service("a-service-without-keys").id)}, 403, "no API keys"),
        ({"iss": str(keys.Service("a-closed-service").id)}, 403, "archived"),
        ({"head": {"typ": "JWT", "alg": "none"}}, 403, "HS256"),
        ({"head": {"typ": "JWT", "alg": "HS512"}}, 403, "HS256"),
        ({"secret": str(uuid.uuid4())}, 403, "API key not found"),
        ({"iat": None}, 403, "API key not found"),
        ({"iat": "x"}, 403, "API key not found"),
        ({"secret": keys.development_key(keys.REVOKED)[-36:]}, 403, "revoked"),
        ({"iat": -31}, 403, "30 seconds"),
        ({"iat": 32}, 403, "30 seconds"),
        ({"iat": -29}, 200, ""),
        ({"iat": 29}, 200, ""),
        ({}, 200, ""),
    ],
)  # fmt: skip
def test_keys(web: Web, header: Any, status: int, words: str) -> None:
    if isinstance(header, dict):
        if isinstance(header.get("iat"), int):
            header = header | {"iat": int(time.time()) + header["iat"]}
        header = f"bEaReR {token(**header)}"
    given = asked(web, header.encode() if header else None)
    assert given[0] == status and words in given[1]


def test_a_revoked_key_through_the_client(official: Official) -> None:
    assert refused(lambda: official(keys.REVOKED).get_all_templates())[:2] == (403, {"AuthError"})


# Refusals -----------------------------------------------------------------------------------------------------------


def posted(web: Web, body: Any, kind: str = "email", raw: bool = False) -> tuple[int, set[str], list[str]]:
    answer = requests.post(
        f"{web.address}/v2/notifications/{kind}",
        data=body if raw else json.dumps(body),
        headers={"Authorization": f"Bearer {token()}", "Content-Type": "text/plain"},
        timeout=5,
    )
    errors = answer.json().get("errors", [])
    return answer.status_code, {e["error"] for e in errors}, sorted(e["message"] for e in errors)


GOOD = {"email_address": TO, "template_id": PLAIN}


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"email_address": None}, "email_address None is not of type string"),
        ({"email_address": "a@b"}, "email_address Not a valid email address"),
        ({"template_id": "x"}, "template_id is not a valid UUID"),
        ({"personalisation": []}, "personalisation [] is not of type object"),
        ({"extra": 1}, "Additional properties are not allowed (extra was unexpected)"),
        ({"phone_number": 1, "also": 2}, "Additional properties are not allowed (also, phone_number were unexpected)"),
        ({"reference": 7}, "reference 7 is not of type string"),
        ({"reference": "r" * 1001}, f"reference {'r' * 1001} is too long"),
        ({"email_reply_to_id": "x"}, "email_reply_to_id is not a valid UUID"),
        ({"one_click_unsubscribe_url": "http://x"}, "one_click_unsubscribe_url is not a valid https url"),
        ({"sanitise_content_for": "name"}, "sanitise_content_for name is not of type array"),
        (
            {"scheduled_for": "soon"},
            "scheduled_for datetime format is invalid. It must be a valid ISO8601 date time format",
        ),
        ({"scheduled_for": "2000-01-01T00:00:00"}, "scheduled_for datetime can not be in the past"),
        ({"scheduled_for": "2999-01-01T00:00:00+00:00"}, "scheduled_for datetime can only be 24 hours in the future"),
        ({"personalisation": {"f": {"file": 1}}}, "personalisation f is not a file this service can send"),
        (
            {"personalisation": {"f": {"file": "YQ==", "retention_period": "79 weeks"}}},
            "Unsupported value for retention_period '79 weeks'. It must be 1 to 78 weeks",
        ),
    ],
)
def test_the_schema(web: Web, changes: dict[str, Any], words: str) -> None:
    assert posted(web, GOOD | changes) == (400, {"ValidationError"}, [words])


def test_everything_wrong_is_told_together(web: Web) -> None:
    told = posted(web, {"phone_number": "x", "y": 1}, kind="sms")
    assert told[0] == 400 and len(told[2]) == 3
    assert posted(web, [])[:2] == (400, {"ValidationError"})
    assert posted(web, {}) == (
        400,
        {"ValidationError"},
        ["email_address is a required property", "template_id is a required property"],
    )


@pytest.mark.parametrize("body", ["", "{", b"\xff", "[" * 100_000])
def test_what_is_no_json(web: Web, body: Any) -> None:
    assert posted(web, body, raw=True)[:2] == (400, {"BadRequestError"})


def test_another_channel_is_no_page(web: Web) -> None:
    headers = {"Authorization": f"Bearer {token()}"}
    assert requests.post(f"{web.address}/v2/notifications/pigeon", headers=headers, timeout=5).status_code == 404


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"template_id": str(uuid.uuid4())}, "Template not found"),
        ({"template_id": CODE}, "sms template is not suitable"),
        (
            {"template_id": FULL, "personalisation": {"first name": "x", "WHEN": None}},
            "Missing personalisation: when, reset_link, locked, services",
        ),
        (
            {"template_id": str(catalogue.stand_in_id("example-conditional")), "personalisation": {"show_it": "no"}},
            "empty",
        ),
        ({"email_reply_to_id": str(uuid.uuid4())}, "does not exist"),
        (
            {
                "personalisation": {
                    "f": prepare_upload(BytesIO(b"x"), filename="x.pdf")
                    | {"confirm_email_before_download": True, "retention_period": "1 week"}
                }
            },
            "Send files by email has not been set up",
        ),
    ],
)
def test_what_the_service_refuses(web: Web, changes: dict[str, Any], words: str) -> None:
    status, types, told = posted(web, GOOD | changes)
    assert (status, types, len(told)) == (400, {"BadRequestError"}, 1)
    assert words in told[0]


def test_a_deleted_template(official: Official) -> None:
    official().get_template(PLAIN)
    StandInTemplate.objects.update(archived=True)
    status, types, told = refused(lambda: official().send_email_notification(TO, PLAIN))
    assert (status, types, "deleted" in told[0]) == (400, {"BadRequestError"}, True)


def test_limits_come_before_what_is_sent_is_looked_at(web: Web, official: Official) -> None:
    with time_machine.travel(datetime.now(UTC), tick=False) as clock:
        limit = StandInLimit.objects.create(service_id=keys.Service(keys.OURS).id, key_type=keys.LIVE, per_minute=6)
        for _ in range(3):
            official().send_email_notification(TO, PLAIN)
        status, types, told = posted(web, {"nonsense": True})
        assert (status, types) == (429, {"RateLimitError"})
        assert "key type LIVE of 6 requests per 60 seconds" in told[0]
        official(keys.TEST).send_email_notification(TO, PLAIN)
        clock.shift(timedelta(seconds=10))
        official().send_email_notification(TO, PLAIN)
        assert posted(web, GOOD)[0] == 429
        limit.refresh_from_db()
        limit.per_minute, limit.per_day = 3000, limit.used_today
        limit.save()
        clock.shift(timedelta(seconds=10))
        assert posted(web, {"nonsense": True})[:2] == (429, {"TooManyRequestsError"})
        clock.shift(timedelta(days=1))
        official().send_email_notification(TO, PLAIN)


def test_faults(official: Official) -> None:
    send = lambda: official().send_email_notification(TO, PLAIN)  # noqa: E731
    for fault, status in (("500", 500), ("504", 504), ("rate", 429), ("daily", 429), ("clock", 403), ("revoked", 403)):
        set_fault(fault)
        assert refused(send)[0] == status
    set_fault("503")
    with pytest.raises(HTTP503Error):
        send()
    send()
    assert StandInMessage.objects.count() == 1


@pytest.mark.parametrize(
    ("address", "good"),
    [
        ("a@b.uk", True), (" a@b.uk\u200b", True), ("A.B+c@x-y.co.uk", True), ("o'neill@x.gov.uk", True),
        ("a@bücher.de", True), ("a@xn--bcher-kva.xn--p1ai", True), ("a@b", False), ("a..b@c.uk", False),
        ("a@b..uk", False), ('"a"@b.uk', False), ("a@-b.uk", False), ("a@b.u", False), ("a@b.1k", False),
        ("a b@c.uk", False), ("@b.uk", False), ("a@", False), ("", False), ("a@" + "b" * 64 + ".uk", False),
        ("a" * 318 + "@b.uk", False), (".a@b.uk", False), ("a@" + "é" * 64 + ".uk", False),
    ],
)  # fmt: skip
def test_addresses(address: str, good: bool) -> None:
    assert (checks.email_problem(address) == "") is good


@pytest.mark.parametrize(
    ("number", "good"),
    [
        ("07700900123", True), ("+44 7700 900 123", True), ("0044(0)7700900123", True), ("7700900123", True),
        ("44 7700-900-123", True), ("+1 202-555-0104", True), ("0700", False), ("0770090012", False),
        ("077009001234", False), ("01632960001", False), ("07700x00123", False), ("+0123456789", False),
        ("+1234567", False), ("+1234567890123456", False), ("٠٧٧٠٠٩٠٠١٢٣", False), ("", False),
    ],
)  # fmt: skip
def test_numbers(number: str, good: bool) -> None:
    assert (checks.phone_problem(number) == "") is good


def test_two_spellings_are_one_number() -> None:
    assert {checks.national(n) for n in ("07700 900123", "+447700900123", "0044 (0)7700900123", "7700900123")} == {
        "447700900123"
    }


# Reading ------------------------------------------------------------------------------------------------------------


def test_lists(official: Official) -> None:
    live, test = official(), official(keys.TEST)
    sent = [live.send_email_notification(TO, PLAIN, reference=f"r{n % 2}")["id"] for n in range(4)]
    test.send_email_notification(TO, PLAIN)
    official(keys.LIVE, "another-service").send_email_notification(TO, PLAIN)
    found = live.get_all_notifications()
    assert [one["id"] for one in found["notifications"]] == sent[::-1]
    assert found["links"]["next"].endswith(f"older_than={sent[0]}")
    assert list(live.get_all_notifications_iterator()) == found["notifications"]
    assert live.get_all_notifications(older_than=sent[0])["links"].get("next") is None
    assert [n["id"] for n in live.get_all_notifications(reference="r1")["notifications"]] == [sent[3], sent[1]]
    assert len(test.get_all_notifications()["notifications"]) == 1
    StandInMessage.objects.filter(key=sent[0]).update(status="technical-failure")
    assert [n["id"] for n in live.get_all_notifications(status="failed")["notifications"]] == [sent[0]]
    assert live.get_all_notifications(template_type="sms")["notifications"] == []
    assert live.get_all_notifications(older_than=str(uuid.uuid4()))["notifications"] == []


def test_pages_of_250(official: Official) -> None:
    official().send_email_notification(TO, PLAIN)
    there = StandInMessage.objects.get()
    copies = []
    for _ in range(250):
        there.pk, there.key = None, uuid.uuid4()
        copies.append(StandInMessage(**{f.attname: getattr(there, f.attname) for f in there._meta.fields}))
    StandInMessage.objects.bulk_create(copies)
    assert len(official().get_all_notifications()["notifications"]) == 250
    assert len({one["id"] for one in official().get_all_notifications_iterator()}) == 251


@pytest.mark.parametrize(
    "query", [{"status": "lost"}, {"template_type": "fax"}, {"older_than": "x"}, {"page": "2"}]
)  # fmt: skip
def test_a_list_asked_for_wrongly(official: Official, query: dict[str, str]) -> None:
    assert refused(lambda: official().get("/v2/notifications", params=query))[:2] == (400, {"ValidationError"})


def test_one_that_is_not_there(official: Official) -> None:
    theirs = official(keys.LIVE, "another-service").send_email_notification(TO, PLAIN)["id"]
    for wanted in (theirs, str(uuid.uuid4())):
        assert refused(lambda w=wanted: official().get_notification_by_id(w))[:2] == (404, {"NoResultFound"})
    assert refused(lambda: official().get_notification_by_id("x"))[:2] == (400, {"ValidationError"})


def test_templates_and_their_versions(official: Official, monkeypatch: pytest.MonkeyPatch) -> None:
    first = official().get_template(FULL)
    assert set(first) == {"id", "name", "type", "created_at", "updated_at", "created_by", "version", "subject", "body",
                          "personalisation", "postage", "letter_contact_block"}  # fmt: skip
    assert first["personalisation"]["reset_link"] == {"required": True}
    assert (first["name"], first["version"], first["updated_at"]) == ("example-reset", 1, None)
    official().get_template(PLAIN)
    changed = catalogue.parse("example-plain", "Subject: New\n\nNew")
    monkeypatch.setitem(catalogue._templates, "example-plain", changed)
    assert (official().get_template(PLAIN)["version"], official().get_template(PLAIN)["body"]) == (2, "New")
    assert official().get_template_version(PLAIN, 1)["body"] == "Your account was looked at."
    assert {one["type"] for one in official().get_all_templates("sms")["templates"]} == {"sms"}
    assert len(official().get_all_templates()["templates"]) == 6
    assert official().get_all_templates("letter")["templates"] == []
    for call, status in (
        (lambda: official().get_template("x"), 400),
        (lambda: official().get_template(str(uuid.uuid4())), 404),
        (lambda: official().get_template_version(PLAIN, 9), 404),
        (lambda: official().get_template_version(PLAIN, "x"), 400),
        (lambda: official().get_all_templates("fax"), 400),
    ):
        assert refused(call)[0] == status


def test_previews(official: Official) -> None:
    shown = official().post_template_preview(FULL, RESET | {"not_needed": 1})
    assert set(shown) == {"id", "type", "version", "subject", "body", "html", "postage"}
    assert '<h2 class="govuk-heading-m">What to do</h2>' in shown["html"]
    assert official().post_template_preview(CODE, {"code": 1, "first_name": 2, "reason": 3})["html"] is None
    told = refused(lambda: official().post_template_preview(FULL, {}))
    assert told == (
        400,
        {"BadRequestError"},
        ["Missing personalisation: first_name, when, reset_link, locked, services"],
    )
    assert refused(lambda: official().post(f"/v2/template/{FULL}/preview", data=[]))[0] == 400


def test_a_week_is_kept(official: Official) -> None:
    with time_machine.travel(datetime(2026, 11, 24, tzinfo=UTC), tick=False) as clock:
        sent = official().send_email_notification(TO, PLAIN)["id"]
        clock.shift(timedelta(days=6, hours=23))
        forget_old()
        official().get_notification_by_id(sent)
        clock.shift(timedelta(hours=2))
        forget_old()
        assert refused(lambda: official().get_notification_by_id(sent))[0] == 404


@pytest.mark.parametrize("change", [{"DEVELOPMENT": False}, {"NOTIFY_API_KEY": "x" * 80}], ids=str)
def test_there_is_none_in_production_or_where_there_is_a_key(web: Web, settings: Any, change: dict[str, Any]) -> None:
    for name, value in change.items():
        setattr(settings, name, value)
    headers = {"Authorization": f"Bearer {token()}"}
    for path in (
        "/v2/templates",
        f"/v2/notifications/{uuid.uuid4()}",
        "/notify/inbox/",
        f"/notify/inbox/{uuid.uuid4()}/",
    ):
        assert requests.get(web.address + path, headers=headers, timeout=5).status_code == 404
    assert requests.post(f"{web.address}/v2/notifications/email", headers=headers, timeout=5).status_code == 404
