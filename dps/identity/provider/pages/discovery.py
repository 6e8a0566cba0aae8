"""What a client can know of the provider beforehand."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse

from dps.identity.provider import keys, rules
from dps.platform.access import PUBLIC, page

KEEP_SECONDS = 12 * 60 * 60
KEEP_KEYS_SECONDS = 300
AUTHENTICATION = ["client_secret_basic", "client_secret_post"]
CLAIMS = [
    "sub", "iss", "aud", "exp", "iat", "auth_time", "nonce", "acr", "amr", "sid", "name", "given_name", "family_name",
    "preferred_username", "email", "email_verified", "user_name", "user_id", "user_uuid", "auth_source",
    "authorities", "caseload", "caseloads",
]  # fmt: skip


def document() -> dict[str, Any]:
    """The provider's metadata (OpenID Connect Discovery, RFC 8414). Always of PUBLIC_URL, whatever host was asked."""
    issuer = settings.PUBLIC_URL
    return {
        "issuer": issuer,
        "authorization_endpoint": f"{issuer}/oauth2/authorize",
        "token_endpoint": f"{issuer}/oauth2/token",
        "userinfo_endpoint": f"{issuer}/oauth2/userinfo",
        "jwks_uri": f"{issuer}/.well-known/jwks.json",
        "introspection_endpoint": f"{issuer}/oauth2/introspect",
        "revocation_endpoint": f"{issuer}/oauth2/revoke",
        "end_session_endpoint": f"{issuer}/oauth2/logout",
        "service_documentation": f"{issuer}/api/docs",
        "scopes_supported": list(settings.OAUTH2_PROVIDER["SCOPES"]),
        "response_types_supported": ["code"],
        "response_modes_supported": ["query"],
        "grant_types_supported": ["authorization_code", "refresh_token", "client_credentials"],
        "subject_types_supported": ["public"],
        "id_token_signing_alg_values_supported": [keys.ALGORITHM],
        "token_endpoint_auth_methods_supported": [*AUTHENTICATION, "none"],
        "introspection_endpoint_auth_methods_supported": AUTHENTICATION,
        "revocation_endpoint_auth_methods_supported": [*AUTHENTICATION, "none"],
        "code_challenge_methods_supported": ["S256"],
        "prompt_values_supported": ["none", "login"],
        "acr_values_supported": [rules.ONE_PROOF, rules.TWO_PROOFS],
        "claim_types_supported": ["normal"],
        "claims_supported": CLAIMS,
        "claims_parameter_supported": False,
        "request_parameter_supported": False,
        "request_uri_parameter_supported": False,
        "ui_locales_supported": ["en-GB"],
        "authorization_response_iss_parameter_supported": True,
        "backchannel_logout_supported": True,
        "backchannel_logout_session_supported": True,
    }


@page(PUBLIC)
def configuration(request: HttpRequest) -> HttpResponse:
    return _kept_for(JsonResponse(document()), KEEP_SECONDS)


@page(PUBLIC)
def jwks(request: HttpRequest) -> HttpResponse:
    """The keys that tokens are signed with, the one in use first."""
    return _kept_for(JsonResponse({"keys": keys.published()}), KEEP_KEYS_SECONDS)


def _kept_for(response: HttpResponse, seconds: int) -> HttpResponse:
    response["Cache-Control"] = f"public, max-age={seconds}"
    return response
