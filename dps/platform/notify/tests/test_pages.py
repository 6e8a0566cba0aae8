import re
import uuid
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from io import StringIO
from typing import Any

import pytest
import time_machine
from django.contrib.auth import get_user_model
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse

from dps.platform.audit.models import AuditEntry
from dps.platform.design.ie8 import problems_in_page
from dps.platform.notify import catalogue, queries
from dps.platform.notify.commands.templates import check_templates
from dps.platform.notify.commands.upkeep import KEEP_CONTENT, KEEP_MESSAGES, forget_old
from dps.platform.notify.health import state as health_state
from dps.platform.notify.models import Message, NotifyTemplate, Sending, StandInMessage, StandInTemplate
from dps.platform.notify.stand_in.commands import set_fault
from dps.platform.notify.tests.conftest import RESET, Web, run_jobs, written

pytestmark = pytest.mark.django_db
LIST = "/notify/"
NONE = "0f8fad5b-d9cb-469f-a165-70867728950e"
"""No message has this key."""


@pytest.fixture
def somebody() -> Callable[..., Client]:
    def make(*roles: str) -> Client:
        account, _ = get_user_model().objects.get_or_create(username="_".join(["WHO", *roles]), roles=list(roles))
        client = Client()
        client.force_login(account)
        return client

    return make


@pytest.fixture
def admin(somebody: Callable[..., Client]) -> Client:
    return somebody("NOTIFY_ADMIN")


def text(response: Any) -> str:
    assert response.status_code == 200
    return response.content.decode()


def page_of(message: Message) -> str:
    return reverse("notify:message", args=[message.pk])


def test_the_list_shows_what_was_sent_and_hides_whose_it_is(admin: Client, web: Web) -> None:
    written(about="Password reset")
    run_jobs()
    shown = text(admin.get(LIST))
    assert "example-reset" in shown and "Password reset" in shown and "On its way" in shown
    assert "a•••@justice.gov.uk" in shown and "aisha.holroyd@" not in shown and "sesame" not in shown
    assert "Messages are being sent." in shown


def test_filters(admin: Client) -> None:
    with time_machine.travel(datetime(2026, 7, 1, 23, 30, tzinfo=UTC), tick=False):
        old = written("example-plain", values={}, to="old@x.uk")  # the second of July in London
    new = written(to="Aisha.Holroyd@justice.gov.uk")
    text_message = Message.objects.get(pk=written("example-plain", values={}).pk)
    Message.objects.filter(pk=text_message.pk).update(
        kind="sms", recipient="07700900123", username="OTHER", state="held"
    )

    def found(**query: str) -> set[uuid.UUID]:
        body = text(admin.get(LIST, query))
        return {uuid.UUID(one) for one in re.findall(r'href="/notify/([0-9a-f-]{36})/"', body)}

    assert found() == {old.pk, new.pk, text_message.pk}
    assert found(status="held") == {text_message.pk}
    assert found(template="example-plain") == {old.pk, text_message.pk}
    assert found(recipient=" aisha.holroyd@JUSTICE.gov.uk ") == {new.pk}
    assert found(recipient="07700 900123") == {text_message.pk}
    assert found(recipient="aisha") == set()
    assert found(username="other") == {text_message.pk}
    day = {
        f"{name}-{part}": value
        for name in ("since", "until")
        for part, value in (("day", "2"), ("month", "7"), ("year", "2026"))
    }
    assert found(**day) == {old.pk}
    wrong = text(admin.get(LIST, {"status": "lost", "since-day": "31", "since-month": "2", "since-year": "2026"}))
    assert "There is a problem" in wrong and "From must be a real date" in wrong


def test_fifty_a_page_in_a_constant_number_of_statements(admin: Client, django_assert_num_queries: Any) -> None:
    written()
    admin.get(LIST)
    with django_assert_num_queries(8):
        admin.get(LIST)
    for _ in range(60):
        written()
    with django_assert_num_queries(8):
        shown = text(admin.get(LIST))
    assert shown.count("dps-nowrap") == 50 and "61 messages" in shown
    assert text(admin.get(f"{LIST}?page=2")).count("dps-nowrap") == 11
    text(admin.get(f"{LIST}?page=99999999"))


def test_how_sending_is_doing(admin: Client, somebody: Callable[..., Client], web: Web, settings: Any) -> None:
    assert health_state().up
    set_fault("revoked")
    written()
    run_jobs()
    shown = text(admin.get(LIST))
    assert "Nothing has been sent since" in shown and "does not accept our key" in shown and "1 held" in shown
    state = health_state()
    assert (state.up, state.required, state.details["stopped"], state.details["failedIn24Hours"]) == (
        False,
        False,
        True,
        1,
    )
    answer = Client().get("/health").json()["components"]["notify"]
    assert answer["status"] == "DOWN"
    went = admin.post("/notify/try-again", follow=True)
    assert "Messages are being sent again" in text(went)
    assert AuditEntry.objects.get(action="SENDING_STARTED_AGAIN").details["messages"] == 1
    run_jobs()
    assert Message.objects.get().state == "accepted"

    Sending.objects.update(paused_until=datetime.now(UTC) + timedelta(minutes=1), paused_words="Wait")
    assert "Sending waits until" in text(admin.get(LIST))
    Sending.objects.update(paused_until=None)
    late = written()
    Message.objects.filter(pk=late.pk).update(not_before=datetime.now(UTC) - timedelta(minutes=20))
    assert "is the worker running?" in text(admin.get(LIST))
    assert not health_state().up and health_state().details["oldestSeconds"] >= 1200


def test_one_message(admin: Client, somebody: Callable[..., Client], web: Web, django_assert_num_queries: Any) -> None:
    message = written()
    run_jobs()
    shown = text(admin.get(page_of(message)))
    assert "Dear Aisha" in shown and "[not shown]" in shown and "sesame" not in shown
    assert "a•••@justice.gov.uk" in shown and "aisha.holroyd" not in shown
    assert "Attempt 1" in shown and "GOV.UK Notify has it" in shown
    entry = AuditEntry.objects.get(action="MESSAGE_READ")
    assert (entry.username, entry.subject_id) == ("WHO_NOTIFY_ADMIN", str(message.pk))
    with django_assert_num_queries(8):
        admin.get(page_of(message))

    other = text(somebody("CENTRAL_ADMIN").get(page_of(message)))
    assert "Dear Aisha" not in other and "Attempt 1" in other
    assert AuditEntry.objects.filter(action="MESSAGE_READ").count() == 2
    assert admin.get(f"/notify/{uuid.uuid4()}/").status_code == 404


def test_a_message_that_nobody_can_open_any_more(admin: Client, web: Web) -> None:
    message = written()
    run_jobs()
    Message.objects.update(sealed_content=b"gAAAAABsomething")
    assert "It cannot be read any more" in text(admin.get(page_of(message)))


def test_send_again_and_cancel(admin: Client, web: Web) -> None:
    message = written(to="nobody@x")
    assert "Cancel this message" in text(admin.get(page_of(message)))
    run_jobs()
    shown = text(admin.get(page_of(message)))
    assert "The address is not one" in shown and "email_address Not a valid" in shown and "Send again" in shown
    Message.objects.update(recipient="a@b.uk")
    went = admin.post(f"/notify/{message.pk}/send-again", follow=True)
    assert "The message will be sent again" in text(went)
    run_jobs()
    message.refresh_from_db()
    assert message.state == "accepted"
    assert admin.post(f"/notify/{message.pk}/send-again").status_code == 409
    assert admin.post(f"/notify/{message.pk}/cancel").status_code == 409

    Message.objects.update(state="failed_permanent")
    again = admin.post(f"/notify/{message.pk}/send-again")
    repeat = Message.objects.get(resend_of=message.pk)
    assert again["Location"] == page_of(repeat)
    assert admin.post(f"/notify/{message.pk}/send-again").status_code == 409, "once is enough"
    assert "sent again" in text(admin.get(page_of(message))) and "a message that failed" in text(
        admin.get(page_of(repeat))
    )
    assert "The message is cancelled" in text(admin.post(f"/notify/{repeat.pk}/cancel", follow=True))
    done = list(AuditEntry.objects.exclude(action="MESSAGE_READ").values_list("action", flat=True).order_by("id"))
    assert done == ["MESSAGE_SENT_AGAIN", "MESSAGE_SENT_AGAIN", "MESSAGE_CANCELLED"]
    Message.objects.filter(pk=message.pk).update(expires_at=datetime.now(UTC))
    repeat.delete()
    assert admin.post(f"/notify/{message.pk}/send-again").status_code == 409, "it is too late"
    for what in ("send-again", "cancel"):
        assert admin.post(f"/notify/{uuid.uuid4()}/{what}").status_code == 404


@pytest.mark.parametrize("path", [LIST, "/notify/templates/", "/notify/templates/example-reset/", f"/notify/{NONE}/"])
def test_who_may_see(somebody: Callable[..., Client], path: str) -> None:
    assert somebody("PRISON").get(path).status_code == 403
    assert Client().get(path).status_code == 302
    for role in ("NOTIFY_ADMIN", "CENTRAL_ADMIN"):
        assert somebody(role).get(path).status_code in (200, 404)


@pytest.mark.parametrize("path", ["/notify/try-again", f"/notify/{NONE}/cancel", f"/notify/{NONE}/send-again"])
def test_who_may_act(somebody: Callable[..., Client], path: str) -> None:
    assert somebody("PRISON").post(path).status_code == 403
    assert Client().post(path).status_code == 302


def test_every_page_as_internet_explorer_8_reads_it(admin: Client, web: Web) -> None:
    held = written(to="nobody@x")
    run_jobs()
    set_fault("revoked")
    sent = written("example-plain", values={})
    written()
    run_jobs()
    check_templates()
    there = StandInMessage.objects.create(
        service_id=uuid.uuid4(), key_type="live", kind="email", recipient="a@b.uk", template_id=uuid.uuid4(),
        template_version=1, subject="S", body="# B\n\n* x\n\n1. y\n\n^ z\n\n---\n\nhttps://a.b/c", status="created",
        created_at=datetime.now(UTC),
    )  # fmt: skip
    paths = [LIST, f"{LIST}?status=held&since-day=31", page_of(held), page_of(sent), "/notify/templates/",
             "/notify/templates/example-reset/", "/notify/inbox/", f"/notify/inbox/{there.key}/"]  # fmt: skip
    for path in paths:
        assert problems_in_page(text(admin.get(path))) == [], path


# Templates ----------------------------------------------------------------------------------------------------------


def test_templates_and_what_differs(
    admin: Client, web: Web, monkeypatch: pytest.MonkeyPatch, django_assert_num_queries: Any
) -> None:
    assert check_templates() == 0
    StandInTemplate.objects.filter(name="example-reset").update(body="((first_name)) ((extra))", version=2)
    monkeypatch.setattr(catalogue.Template, "hash", StandInTemplate.objects.get(name="example-reset").hash)
    assert check_templates() >= 1
    admin.get(LIST)
    with django_assert_num_queries(3):
        shown = text(admin.get("/notify/templates/"))
    assert "GOV.UK Notify asks for extra, which we do not send" in shown
    assert "GOV.UK Notify’s does not use locked, reset_link, services, when" in shown
    preview = text(admin.get("/notify/templates/example-reset/"))
    assert "Aisha, choose a new password" in preview and "https://example.service.gov.uk/look" in preview
    assert "As plain text" in preview
    assert "042137 is your code" in text(admin.get("/notify/templates/example-code/"))
    assert admin.get("/notify/templates/none/").status_code == 404


def test_a_check_that_fails_says_why(web: Web) -> None:
    check_templates()
    NotifyTemplate.objects.update(problem="")
    StandInTemplate.objects.filter(name="example-plain").update(kind="sms")
    check_templates()
    assert NotifyTemplate.objects.get(key="example-plain").problem == "It is of another kind at GOV.UK Notify"


def test_naming_templates_for_the_real_service(settings: Any, web: Web) -> None:
    settings.NOTIFY_API_KEY = "x" * 80
    out = StringIO()
    call_command("notify_templates", stdout=out)
    assert "example-plain  email  TO CREATE" in out.getvalue()
    assert "example-code  sms  TO CREATE  (code, first_name, reason)" in out.getvalue()
    named = str(uuid.uuid4())
    out = StringIO()
    call_command("notify_templates", "--set", f"example-plain={named}", stdout=out)
    assert f"example-plain  email  {named}" in out.getvalue()
    assert AuditEntry.objects.get().action == "NOTIFY_TEMPLATE_NAMED"
    out = StringIO()
    call_command("notify_templates", "--show", "example-plain", stdout=out)
    assert out.getvalue() == "Subject: Nothing to fill in\n\nYour account was looked at.\n"
    for words in (["--set", "example-plain=x"], ["--set", f"none={named}"], ["--show", "none"]):
        with pytest.raises(CommandError):
            call_command("notify_templates", *words)
    call_command("notify_templates", "--check", stdout=StringIO())
    assert NotifyTemplate.objects.get().problem == "GOV.UK Notify has no template of this id"


# Inbox --------------------------------------------------------------------------------------------------------------


def test_the_inbox_lets_a_link_be_followed_with_nobody_signed_in(web: Web, django_assert_num_queries: Any) -> None:
    assert "Nothing was sent yet" in text(Client().get("/notify/inbox/"))
    written()
    assert "1 message still on the way" in text(Client().get("/notify/inbox/"))
    run_jobs()
    with django_assert_num_queries(2):
        shown = text(Client().get("/notify/inbox/"))
    assert f'href="{RESET["reset_link"]}"' in shown
    assert "This page exists only in a demonstration" in shown
    assert "still on the way" not in shown
    there = StandInMessage.objects.get()
    one = text(Client().get(f"/notify/inbox/{there.key}/"))
    assert f'href="{RESET["reset_link"]}"' in one and "=" * 65 in one and "&#34;email_address&#34;" in one
    assert Client().get(f"/notify/inbox/{uuid.uuid4()}/").status_code == 404


def test_the_inbox_is_searched_and_goes_back(web: Web) -> None:
    for number in range(22):
        written("example-plain", values={}, to=f"p{number}@x.uk")
    run_jobs()
    assert text(Client().get("/notify/inbox/", {"recipient": "P7@"})).count("dps-mail__subject") == 1
    assert "Nothing was sent to this address" in text(Client().get("/notify/inbox/", {"recipient": "zz"}))
    first = text(Client().get("/notify/inbox/"))
    older = re.search(r'href="(/notify/inbox/\?before=\d+)"', first)
    assert first.count("dps-mail__subject") == 20 and older
    assert text(Client().get(older[1])).count("dps-mail__subject") == 2
    text(Client().get("/notify/inbox/?before=99999999999999999999"))


def test_a_text_in_the_inbox_has_its_links_too(web: Web) -> None:
    from dps.platform import notify

    notify.send_text("example-code", to="07700900123", values={"code": "042137", "first_name": "<b>", "reason": "x"})
    run_jobs()
    shown = text(Client().get("/notify/inbox/"))
    assert "042137 is your code, &lt;b&gt;" in shown


# Upkeep -------------------------------------------------------------------------------------------------------------


def test_what_messages_said_is_forgotten_then_that_they_were_sent(web: Web) -> None:
    with time_machine.travel(datetime(2026, 1, 1, tzinfo=UTC), tick=False) as clock:
        message = written()
        run_jobs()
        clock.shift(KEEP_CONTENT + timedelta(hours=1))
        waiting = written()
        forget_old()
        message.refresh_from_db()
        assert (message.values, message.content, message.state) == ({}, {}, "accepted")
        waiting.refresh_from_db()
        assert waiting.values
        clock.shift(KEEP_MESSAGES)
        forget_old()
        assert set(Message.objects.all()) == {waiting}, "what waits is never forgotten"


def test_states_have_words() -> None:
    from dps.platform.notify import presenters

    assert set(presenters.STATES) == set(queries.states())
