"""The server as OAuth knows it: the authorisation code with PKCE, its refresh tokens, and client credentials.

The implicit, password, hybrid and device grants are not switched off here: they are not built in.
"""

from functools import cache
from typing import Any

from oauth2_provider.oauth2_backends import OAuthLibCore
from oauthlib.oauth2.rfc6749.endpoints import AuthorizationEndpoint, RevocationEndpoint, TokenEndpoint
from oauthlib.oauth2.rfc6749.grant_types import ClientCredentialsGrant
from oauthlib.oauth2.rfc6749.tokens import BearerToken, random_token_generator
from oauthlib.openid.connect.core.grant_types import AuthorizationCodeGrant, RefreshTokenGrant

from dps.identity.provider import tokens
from dps.identity.provider.validator import Validator


class Server(AuthorizationEndpoint, TokenEndpoint, RevocationEndpoint):
    """Access tokens are signed; refresh tokens are random, never the work of the same function."""

    def __init__(self, request_validator: Any, **unused: Any) -> None:
        code = AuthorizationCodeGrant(request_validator)
        methods = code.proxy_target._code_challenge_methods
        code.proxy_target._code_challenge_methods = {"S256": methods["S256"]}
        bearer = BearerToken(
            request_validator,
            token_generator=tokens.access_token,
            expires_in=tokens.life_seconds,
            refresh_token_generator=random_token_generator,
        )
        AuthorizationEndpoint.__init__(
            self, default_response_type="code", default_token_type=bearer, response_types={"code": code}
        )
        TokenEndpoint.__init__(
            self,
            default_grant_type="authorization_code",
            default_token_type=bearer,
            grant_types={
                "authorization_code": code,
                "refresh_token": RefreshTokenGrant(request_validator),
                "client_credentials": ClientCredentialsGrant(request_validator),
            },
        )
        RevocationEndpoint.__init__(self, request_validator)
        self.request_validator = request_validator


@cache
def core() -> OAuthLibCore:
    """The server behind the toolkit's translation of Django's requests. One for the process: it remembers nothing."""
    return OAuthLibCore(Server(Validator()))
