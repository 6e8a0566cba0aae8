"""Systems that sign people in here or act by themselves, and the keys that sign what they are given."""

import uuid
from typing import Any, ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils import timezone
from oauth2_provider.models import AbstractApplication

from dps.identity.provider import rules
from dps.platform import local_time


class Client(AbstractApplication):
    """One set of credentials of a system. Up to three with the same `base_id` live side by side while a secret is
    being changed; they share every setting but the secret."""

    class Kind(models.TextChoices):
        SERVICE = "SERVICE", "Service"
        PERSONAL = "PERSONAL", "Personal"

    class SecondStep(models.TextChoices):
        NEVER = "none", "Never"
        OUTSIDE = "untrusted", "Outside trusted networks"
        ALWAYS = "all", "Always"

    user = None
    """No person owns a client: it outlives every account."""
    base_id = models.CharField(max_length=100)
    kind = models.CharField(max_length=8, choices=Kind, default=Kind.SERVICE)
    authorities = ArrayField(models.CharField(max_length=60), default=list)
    """Role codes, without ROLE_, that a token of the client itself carries."""
    scopes_allowed = ArrayField(models.CharField(max_length=40), default=list)
    access_token_seconds = models.PositiveIntegerField(default=1200)
    refresh_token_seconds = models.PositiveIntegerField(default=43_200)
    second_step = models.CharField(max_length=9, choices=SecondStep, default=SecondStep.NEVER)
    claim_filter = models.CharField(max_length=400, blank=True)
    """`-name,+user_name`: claims of a person left out of, or kept in, the access token."""
    allowed_addresses = ArrayField(models.CharField(max_length=50), default=list)
    """Networks (CIDR) from which tokens may be asked for; empty for anywhere."""
    backchannel_logout_uri = models.CharField(max_length=500, blank=True)
    ends_on = models.DateField(null=True)
    """The last day on which tokens are given."""
    team = models.CharField(max_length=100, blank=True)
    contact = models.CharField(max_length=240, blank=True)
    reference = models.CharField(max_length=60, blank=True)
    """The ticket that approved it."""
    deployment = models.JSONField(default=dict)
    secret_set_at = models.DateTimeField(default=timezone.now)
    last_used_at = models.DateTimeField(null=True)
    """To the hour."""

    objects: ClassVar[models.Manager["Client"]] = models.Manager()

    class Meta(AbstractApplication.Meta):
        swappable = "OAUTH2_PROVIDER_APPLICATION_MODEL"
        indexes = [models.Index(fields=["base_id", "client_id"], name="client_by_base")]

    def __str__(self) -> str:
        return str(self.name or self.client_id)

    def is_usable(self, request: Any) -> bool:
        """Whether it may be given anything today (London)."""
        return rules.is_current(self.ends_on, local_time.today())

    def redirect_uri_allowed(self, uri: str) -> bool:
        """Exactly one of those registered."""
        return uri in self.redirect_uris.split()

    def post_logout_redirect_uri_allowed(self, uri: str) -> bool:
        """Exactly one of those registered."""
        return uri in self.post_logout_redirect_uris.split()


class Authorisation(models.Model):
    """One person let into one client from one browser session: the code, and the family of every token it led to."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    """Also the `token_family` of its refresh tokens."""
    client = models.ForeignKey(Client, on_delete=models.CASCADE, related_name="authorisations")
    account = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    session = models.UUIDField(db_index=True)
    """The public id of the browser session."""
    signed_in_at = models.DateTimeField()
    """When the person proved who they are in that session."""
    methods = ArrayField(models.CharField(max_length=12), default=list)
    """How they proved it (RFC 8176)."""
    code_hash = models.CharField(max_length=64, unique=True)
    """SHA-256 of the code, hexadecimal."""
    code_expires_at = models.DateTimeField()
    code_used_at = models.DateTimeField(null=True)
    redirect_uri = models.CharField(max_length=2000)
    code_challenge = models.CharField(max_length=43)
    nonce = models.CharField(max_length=255, blank=True)
    scope = models.CharField(max_length=1000, blank=True)
    made_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    """When its tokens were revoked, all at once."""

    class Meta:
        indexes = [models.Index(fields=["made_at"], name="authorisation_by_age")]


class SigningKey(models.Model):
    """An RSA key. The newest signs; earlier ones are published until everything they signed is over."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    kid = models.CharField(max_length=60, unique=True)
    private_sealed = models.TextField(blank=True)
    """The private key (PEM), encrypted with a key derived from SECRET_KEY; '' once it no longer signs."""
    public = models.JSONField(default=dict)
    """The public key as published (JWK)."""
    made_at = models.DateTimeField()
    retired_at = models.DateTimeField(null=True)
    """When it stopped signing."""

    class Meta:
        constraints = [
            models.UniqueConstraint(models.Value(1), condition=models.Q(retired_at=None), name="signing_key_one_signs")
        ]
