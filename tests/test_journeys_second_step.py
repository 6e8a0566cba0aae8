"""The second step in a real browser: codes and an app with scripts and without, passkeys in Chromium's own device."""

import base64
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django_otp.oath import totp

from conftest import PASSWORD

Check = Callable[[Any], None]
OWN = "/account/second-step/"
FORGET = """
from dps.identity.second_step import models
for kept in (models.AuthenticatorApp, models.Passkey, models.RecoveryCode, models.AlwaysAsk):
    kept.objects.filter(account__username={username!r}).delete()
"""


def confirm_password(page: Any) -> None:
    page.get_by_label("Your password").fill(PASSWORD)
    page.get_by_role("button", name="Continue").click()


def heading(page: Any) -> str:
    return str(page.get_by_role("heading", level=1).inner_text())


def test_a_code_by_email(
    live_site: Any, page: Any, sign_in: Callable[..., None], axe: Check, enter_code: Callable[..., None]
) -> None:
    sign_in(page, "USER_ADMIN", whole=False)
    assert heading(page) == "Check your email"
    axe(page)
    page.get_by_label("Code").fill("12345")
    page.get_by_role("button", name="Continue").click()
    assert page.get_by_role("link", name="The code is not right").is_visible()
    page.get_by_role("link", name="I have not received a code").click()
    axe(page)
    page.get_by_role("button", name="Continue").click()
    assert page.get_by_text("A new code is on its way").is_visible()
    enter_code(page, "USER_ADMIN")
    assert heading(page) == "Digital Prison Services"


def test_an_app_and_recovery_codes_from_setting_up_to_removing(
    live_site: Any,
    page: Any,
    sign_in: Callable[..., None],
    enter_code: Callable[..., None],
    axe: Check,
    in_the_product: Callable[..., str],
) -> None:
    in_the_product(FORGET, "LEEDS_OFFICER")
    sign_in(page, "LEEDS_OFFICER")
    page.goto(live_site.address + OWN)
    assert heading(page) == "Confirm who you are"
    axe(page)
    confirm_password(page)
    assert heading(page) == "Check your email", "a stolen password alone adds no app"
    enter_code(page, "LEEDS_OFFICER")
    axe(page)
    page.get_by_role("link", name="Add an authenticator app").click()
    axe(page)
    assert page.locator("main img").evaluate("picture => picture.naturalWidth > 100")
    key = base64.b32decode(page.locator("strong.dps-nowrap").inner_text().replace(" ", ""))
    page.get_by_label("Code").fill(f"{totp(key):06d}")
    page.get_by_role("button", name="Add the app").click()
    assert page.get_by_text("Your authenticator app has been added").is_visible()
    page.get_by_role("link", name="Make recovery codes").click()
    axe(page)
    page.get_by_role("button", name="Make 10 codes").click()
    codes = page.locator(".dps-codes__item").all_inner_texts()
    assert len(codes) == 10
    page.get_by_role("link", name="I have kept them safe").click()
    page.get_by_role("link", name="Change how and when you are asked").click()
    axe(page)
    page.get_by_label("Every time I sign in").check()
    page.get_by_role("button", name="Save").click()
    page.get_by_role("button", name="Sign out").click()

    sign_in(page, "LEEDS_OFFICER")
    assert heading(page) == "Enter the code from your authenticator app"
    axe(page)
    page.get_by_label("Code").fill(f"{totp(key, drift=1):06d}")
    page.get_by_role("button", name="Continue").click()
    assert heading(page) == "Digital Prison Services"
    page.get_by_role("button", name="Sign out").click()

    sign_in(page, "LEEDS_OFFICER")
    page.get_by_role("link", name="Use another way").click()
    page.get_by_label("Recovery code").check()
    page.get_by_role("button", name="Continue").click()
    axe(page)
    page.get_by_label("Recovery code").fill(codes[0].lower())
    page.get_by_role("button", name="Continue").click()
    page.goto(live_site.address + OWN)
    confirm_password(page)
    assert page.get_by_text("9 codes left").is_visible()
    page.get_by_role("link", name="Remove your authenticator app").click()
    axe(page)
    page.get_by_role("button", name="Remove").click()
    assert page.get_by_text("Your authenticator app has been removed").is_visible()
    in_the_product(FORGET, "LEEDS_OFFICER")


@pytest.fixture
def window(browser: Any) -> Iterator[Any]:
    """A window with scripts. Script errors fail the test."""
    context = browser.new_context(viewport={"width": 1024, "height": 768})
    opened = context.new_page()
    broken: list[str] = []
    opened.on("pageerror", lambda error: broken.append(str(error)))
    yield opened
    context.close()
    assert not broken, broken


def give_a_device(window: Any, **more: Any) -> Any:
    """A passkey device in the browser; after the first page, or it is lost."""
    devtools = window.context.new_cdp_session(window)
    devtools.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True,
        "isUserVerified": True, "automaticPresenceSimulation": True, **more,
    }  # fmt: skip
    made = devtools.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    return devtools, made["authenticatorId"]


@pytest.mark.parametrize("device", [{}, {"hasResidentKey": False, "transport": "usb"}], ids=["phone", "security key"])
def test_a_passkey_from_making_to_removing(
    live_site: Any,
    window: Any,
    sign_in: Callable[..., None],
    enter_code: Callable[..., None],
    axe: Check,
    in_the_product: Callable[..., str],
    device: dict[str, Any],
) -> None:
    in_the_product(FORGET, "NEWHALL_OFFICER")
    sign_in(window, "NEWHALL_OFFICER")
    window.goto(f"{live_site.address}{OWN}passkeys/add")
    confirm_password(window)
    enter_code(window, "NEWHALL_OFFICER")
    axe(window)
    devtools, kept_in = give_a_device(window, **device)
    assert not window.get_by_text("No passkey was made").is_visible()
    window.get_by_label("Name").fill("My phone")
    window.get_by_role("button", name="Add a passkey").click()
    window.get_by_text("Your passkey has been added").wait_for()
    [credential] = devtools.send("WebAuthn.getCredentials", {"authenticatorId": kept_in})["credentials"]
    assert credential["rpId"] == "localhost"

    window.get_by_role("link", name="Add a passkey").click()
    window.get_by_role("button", name="Add a passkey").click()
    window.get_by_text("No passkey was made. Try again").wait_for()  # the device says it has one
    window.get_by_role("link", name="Cancel").click()

    window.get_by_role("link", name="Change how and when you are asked").click()
    window.get_by_label("Passkey").check()
    window.get_by_label("Every time I sign in").check()
    window.get_by_role("button", name="Save").click()
    window.get_by_role("button", name="Sign out").click()

    sign_in(window, "NEWHALL_OFFICER")
    assert heading(window) == "Use your passkey"
    axe(window)
    devtools.send("WebAuthn.setUserVerified", {"authenticatorId": kept_in, "isUserVerified": True})
    window.get_by_role("button", name="Use my passkey").click()
    window.get_by_role("heading", name="Digital Prison Services").wait_for()
    window.get_by_role("button", name="Sign out").click()

    sign_in(window, "NEWHALL_OFFICER")
    devtools.send("WebAuthn.removeVirtualAuthenticator", {"authenticatorId": kept_in})
    give_a_device(window, **device)  # another one, which does not know the passkey
    window.get_by_role("button", name="Use my passkey").click()
    window.get_by_text("The passkey was not used").wait_for()
    window.get_by_role("link", name="Use another way").click()
    window.get_by_label("Code by email").check()
    window.get_by_role("button", name="Continue").click()
    enter_code(window, "NEWHALL_OFFICER")

    window.goto(live_site.address + OWN)
    confirm_password(window)
    window.get_by_role("link", name="Rename My phone").click()
    axe(window)
    window.get_by_label("Name").fill("Lost phone")
    window.get_by_role("button", name="Save").click()
    window.get_by_role("link", name="Remove Lost phone").click()
    window.get_by_role("button", name="Remove").click()
    assert window.get_by_text("Your passkey Lost phone has been removed").is_visible()
    in_the_product(FORGET, "NEWHALL_OFFICER")


def test_without_a_script_a_passkey_is_not_offered_but_the_other_ways_are(
    live_site: Any,
    browser: Any,
    sign_in: Callable[..., None],
    enter_code: Callable[..., None],
    in_the_product: Callable[..., str],
) -> None:
    lines = """
from dps.identity.models import Account
from dps.identity.second_step.models import AlwaysAsk, Passkey
from dps.platform import local_time
who, now = Account.objects.get(username={username!r}), local_time.now()
Passkey.objects.create(account=who, name="x", credential_id=b"x", public_key=b"x", sign_count=0, made_at=now)
AlwaysAsk.objects.create(account=who, chosen_at=now)
Account.objects.filter(pk=who.pk).update(second_step="PASSKEY")
"""
    in_the_product(FORGET, "PROBATION")
    in_the_product(lines, "PROBATION")
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    sign_in(page, "PROBATION")
    assert page.get_by_text("This browser cannot use a passkey here").is_visible()
    assert not page.get_by_role("button", name="Use my passkey").is_visible()
    page.get_by_role("link", name="Use another way").click()
    page.get_by_label("Code by email").check()
    page.get_by_role("button", name="Continue").click()
    enter_code(page, "PROBATION")
    assert heading(page) == "Digital Prison Services"
    context.close()
    in_the_product(FORGET, "PROBATION")
