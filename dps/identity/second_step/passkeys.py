"""What a browser is asked to do with a passkey, and reading what it answers."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from django.conf import settings
from webauthn import (
    generate_authentication_options,
    generate_registration_options,
    options_to_json,
    verify_authentication_response,
    verify_registration_response,
)
from webauthn.helpers import parse_authentication_credential_json, parse_registration_credential_json
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    AuthenticatorTransport,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from dps.identity.models import Account
from dps.identity.second_step.models import Passkey

PRODUCT = "Digital Prison Services"
LONGEST_ANSWER = 20_000
_WAIT_MILLISECONDS = 120_000


def _site() -> str:
    return urlsplit(settings.PUBLIC_URL).hostname or ""


def _known(passkeys: Sequence[Passkey]) -> list[PublicKeyCredentialDescriptor]:
    return [
        PublicKeyCredentialDescriptor(
            id=bytes(passkey.credential_id),
            transports=[AuthenticatorTransport(name) for name in passkey.transports] or None,
        )
        for passkey in passkeys
    ]


def options_to_add(asked: bytes, account: Account, passkeys: Sequence[Passkey]) -> str:
    """What the browser needs to make a passkey for this account, as JSON. Those it has are not made again."""
    options = generate_registration_options(
        rp_id=_site(),
        rp_name=PRODUCT,
        user_id=account.key.bytes,
        user_name=account.username,
        user_display_name=account.display_name,
        challenge=asked,
        timeout=_WAIT_MILLISECONDS,
        authenticator_selection=AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.PREFERRED, user_verification=UserVerificationRequirement.PREFERRED
        ),
        exclude_credentials=_known(passkeys),
    )
    return str(options_to_json(options))


def options_to_sign_in(asked: bytes, passkeys: Sequence[Passkey]) -> str:
    """What the browser needs to sign with one of these passkeys, as JSON."""
    options = generate_authentication_options(
        rp_id=_site(),
        challenge=asked,
        timeout=_WAIT_MILLISECONDS,
        allow_credentials=_known(passkeys),
        user_verification=UserVerificationRequirement.PREFERRED,
    )
    return str(options_to_json(options))


@dataclass(frozen=True, slots=True)
class Made:
    """A passkey that was just made."""

    credential_id: bytes
    public_key: bytes
    sign_count: int
    transports: list[str]


def read_new(asked: bytes, answer: str) -> Made | None:
    """The passkey in the browser's answer; None for anything that does not answer what was asked, here."""
    try:
        credential = parse_registration_credential_json(answer[:LONGEST_ANSWER])
        verified = verify_registration_response(
            credential=credential,
            expected_challenge=asked,
            expected_rp_id=_site(),
            expected_origin=settings.PUBLIC_URL,
        )
    except Exception:  # whatever was sent: what reads it raises a dozen kinds
        return None
    if len(verified.credential_id) > 1023:
        return None
    transports: list[Any] = credential.response.transports or []
    return Made(
        verified.credential_id, verified.credential_public_key, verified.sign_count, [str(t.value) for t in transports]
    )


@dataclass(frozen=True, slots=True)
class Used:
    """Which passkey signed, and how often it says it has."""

    passkey_id: int
    sign_count: int


def which_signed(asked: bytes, answer: str, passkeys: Sequence[Passkey], *, owner: UUID) -> Used | None:
    """Which of these passkeys signed what was asked; None when none did, or when its count went back."""
    try:
        credential = parse_authentication_credential_json(answer[:LONGEST_ANSWER])
        passkey = next(known for known in passkeys if bytes(known.credential_id) == credential.raw_id)
        if credential.response.user_handle not in (None, b"", owner.bytes):
            return None
        verified = verify_authentication_response(
            credential=credential,
            expected_challenge=asked,
            expected_rp_id=_site(),
            expected_origin=settings.PUBLIC_URL,
            credential_public_key=bytes(passkey.public_key),
            credential_current_sign_count=passkey.sign_count,
        )
    except Exception:  # whatever was sent: what reads it raises a dozen kinds
        return None
    return Used(passkey.pk, verified.new_sign_count)
