"""The one settings file. Everything comes from environment variables; each has a working default."""

import hashlib
from pathlib import Path
from typing import Any

import environ
from csp.constants import NONCE

env = environ.Env()
ROOT = Path(__file__).resolve().parents[2]
VAR = Path(env.str("DPS_VAR", default=str(ROOT / "var")))

PORT = env.int("PORT", default=8000)
PUBLIC_URL = env.str("PUBLIC_URL", default=f"http://localhost:{PORT}").rstrip("/")
LIVE_URL = env.str("LIVE_URL", default=f"http://localhost:{PORT + 1}").rstrip("/")
DEVELOPMENT = env.bool("DPS_DEVELOPMENT", default=PUBLIC_URL.startswith("http://localhost"))
DEBUG = False
DEFAULT_DATABASE_URL = "postgres://dps@127.0.0.1:54320/dps"


def _secret_key() -> str:
    """SECRET_KEY, else one kept in var/ so that a laptop needs no configuration; production refuses that."""
    given: str = env.str("SECRET_KEY", default="")
    if given:
        return given
    if not DEVELOPMENT:
        raise environ.ImproperlyConfigured("Set SECRET_KEY: PUBLIC_URL is not localhost")
    kept = VAR / "secret-key"
    if kept.exists():
        return kept.read_text().strip()
    return hashlib.sha256(f"development only {ROOT}".encode()).hexdigest()


SECRET_KEY = _secret_key()
SECRET_KEY_FALLBACKS = env.list("SECRET_KEY_FALLBACKS", default=[])

_public_host = PUBLIC_URL.split("://", 1)[1].split("/", 1)[0].rsplit(":", 1)[0]
ALLOWED_HOSTS = [_public_host, *env.list("ALLOWED_HOSTS", default=[])]
if DEVELOPMENT:
    ALLOWED_HOSTS += ["localhost", "127.0.0.1", "testserver"]
CSRF_TRUSTED_ORIGINS = [PUBLIC_URL]
_https = PUBLIC_URL.startswith("https://")

SERVICES = [
    "dps.estate",
    "dps.identity",
    "dps.identity.passwords",
    "dps.identity.contact",
    "dps.identity.second_step",
    "dps.identity.provider",
    "dps.identity.clients",
    "dps.identity.users",
    "dps.identity.external",
    "dps.identity.requests",
    "dps.identity.microsoft",
    "dps.prisoners.changes",
    "dps.prisoners.alerts",
    "dps.prisoners.diet",
    "dps.prisoners.addresses",
    "dps.prisoners.images",
    "dps.prisoners.military",
    "dps.prisoners.search.index",
    "dps.prisoners.search.saved",
    "dps.prisoners.watch_list",
    "dps.prisoners",
    "dps.case_notes",
    "dps.key_workers",
    "dps.legacy",
]
INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.staticfiles",
    "procrastinate.contrib.django",
    "oauth2_provider",
    "csp",
    "dps.platform.design",
    "dps.platform.access",
    "dps.platform.audit",
    "dps.platform.events",
    "dps.platform.live",
    "dps.platform.jobs",
    "dps.platform.web",
    "dps.platform.notify",
    "dps.platform.api",
    *SERVICES,
    "dps.config",
]
if DEVELOPMENT:
    INSTALLED_APPS += ["demo"]

MIDDLEWARE = [
    "dps.platform.web.middleware.request_id",
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "dps.platform.web.middleware.refuse_malformed_input",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "dps.identity.sessions.middleware.set_actor",
    "dps.identity.provider.forms_may_lead.name_the_client",
    "dps.platform.web.submissions.once",
    "dps.platform.access.middleware.require_capability",
    "dps.platform.web.middleware.explain_refusals",
]

ROOT_URLCONF = "dps.config.urls"
WSGI_APPLICATION = "dps.config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "NAME": "jinja",
        "DIRS": [],
        "APP_DIRS": False,
        "OPTIONS": {
            "environment": "dps.platform.design.environment.environment",
            "context_processors": [
                "django.template.context_processors.csrf",
                "django.contrib.messages.context_processors.messages",
                "dps.platform.design.context.frame",
            ],
        },
    },
]


def _database(url: str) -> dict[str, Any]:
    config: dict[str, Any] = env.db_url_config(url)
    if "postgres" in config["ENGINE"]:
        config["ENGINE"] = "django.db.backends.postgresql"
        size = env.int("DATABASE_POOL", default=8)
        pool = {"pool": {"min_size": 1, "max_size": size, "timeout": 4}} if size else {}
        # Statements of a page are short: sharing one among processes, or compiling it, costs more than it saves.
        short = {"options": "-c max_parallel_workers_per_gather=0 -c jit=off"}
        config["OPTIONS"] = {**short, **config.get("OPTIONS", {}), **pool}
        config["CONN_HEALTH_CHECKS"] = True  # a pooled connection that died with the server is replaced unseen
    return config


DATABASES = {"default": _database(env.str("DATABASE_URL", default=DEFAULT_DATABASE_URL))}
if env.str("DATABASE_REPLICA_URL", default=""):
    DATABASES["replica"] = _database(env.str("DATABASE_REPLICA_URL"))
NOMIS_DATABASE_URL = env.str("NOMIS_DATABASE_URL", default="")
if NOMIS_DATABASE_URL:
    # NOMIS goes away for maintenance: a pooled connection would outlive it, so each read opens its own.
    DATABASES["nomis"] = env.db_url_config(NOMIS_DATABASE_URL)
    DATABASE_ROUTERS = ["dps.legacy.router.NomisRouter"]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

SESSION_HOURS = 12
AUTH_USER_MODEL = "identity.Account"
OAUTH2_PROVIDER_APPLICATION_MODEL = "provider.Client"
PASSWORD_HASHERS = [
    "dps.identity.accounts.hashers.PrisonArgon2Hasher",
    "dps.identity.provider.hashers.ClientSecretHasher",  # secrets of clients only: never first
]
OAUTH2_PROVIDER = {
    "OIDC_ENABLED": True,
    "OIDC_ISS_ENDPOINT": PUBLIC_URL,
    "OIDC_RESPONSE_TYPES_SUPPORTED": ["code"],
    "OAUTH2_SERVER_CLASS": "dps.identity.provider.server.Server",
    "OAUTH2_VALIDATOR_CLASS": "dps.identity.provider.validator.Validator",
    "CLIENT_SECRET_HASHER": "client_secret",
    "SCOPES": {
        "openid": "Who you are",
        "profile": "Your name and where you work",
        "email": "Your email address",
        "read": "Read",
        "write": "Change",
        "reporting": "Reports",
    },
    "PKCE_REQUIRED": True,
    "AUTHORIZATION_CODE_EXPIRE_SECONDS": 60,
    "REFRESH_TOKEN_EXPIRE_SECONDS": SESSION_HOURS * 60 * 60,
    "ROTATE_REFRESH_TOKEN": True,
    "REFRESH_TOKEN_REUSE_PROTECTION": True,
    "ALLOW_URI_WILDCARDS": False,
    "ALLOWED_REDIRECT_URI_SCHEMES": ["https", "http"] if DEVELOPMENT else ["https"],
    **{
        f"COMPLIANT_BCP_RFC9700_{rule}": True
        for rule in (
            "IMPLICIT_GRANT", "PASSWORD_GRANT", "PKCE_METHOD", "ACCESS_TOKEN_TRANSPORT", "AUTHZ_RESPONSE_ISS",
            "TOKEN_STORAGE", "REFRESH_TOKEN", "REDIRECT_URI_SCHEME", "REDIRECT_URI_MATCHING", "PKCE_REQUIRED",
        )
    },
}  # fmt: skip
SIGNING_KEY_DAYS = env.int("SIGNING_KEY_DAYS", default=365)
SESSION_ENGINE = "dps.identity.sessions.store"
SESSION_COOKIE_NAME = "dps-session"
SESSION_COOKIE_AGE = SESSION_HOURS * 60 * 60
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = _https
CSRF_COOKIE_SECURE = _https
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "dps.platform.web.errors.expired_form"
LOGIN_URL = "/sign-in"
IDLE_MINUTES = env.int("IDLE_MINUTES", default=60)
BREACHED_PASSWORDS_FILE = env.str("BREACHED_PASSWORDS_FILE", default="")
EARLIER_PASSWORDS_KEPT = env.int("EARLIER_PASSWORDS_KEPT", default=12)
ADMIN_IDLE_MINUTES = env.int("ADMIN_IDLE_MINUTES", default=15)
TRUSTED_NETWORKS = env.list("TRUSTED_NETWORKS", default=[])
USER_ADMINISTRATION_NOTICE = env.str("USER_ADMINISTRATION_NOTICE", default="")
MICROSOFT_ISSUER = env.str("MICROSOFT_ISSUER", default="")
MICROSOFT_CLIENT_ID = env.str("MICROSOFT_CLIENT_ID", default="")
MICROSOFT_CLIENT_SECRET = env.str("MICROSOFT_CLIENT_SECRET", default="")
NOTIFY_API_KEY = env.str("NOTIFY_API_KEY", default="")
NOTIFY_BASE_URL = env.str("NOTIFY_BASE_URL", default="")
NOTIFY_RECEIPT_TOKEN = env.str("NOTIFY_RECEIPT_TOKEN", default="")

SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_HSTS_SECONDS = 31_536_000 if _https else 0
SECURE_SSL_REDIRECT = False
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if _https else None
X_FRAME_OPTIONS = "DENY"

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'", NONCE],
        "style-src": ["'self'"],
        "img-src": ["'self'"],
        "font-src": ["'self'"],
        "connect-src": ["'self'", LIVE_URL],
        "manifest-src": ["'self'"],
        "form-action": ["'self'"],
        "base-uri": ["'none'"],
        "frame-ancestors": ["'none'"],
    }
}


LANGUAGE_CODE = "en-gb"
TIME_ZONE = "Europe/London"
USE_TZ = True
USE_I18N = True

STATIC_URL = "/static/"
STATIC_ROOT = VAR / "static"
_manifest = "whitenoise.storage.CompressedManifestStaticFilesStorage"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": VAR / "files"}},
    "staticfiles": {
        "BACKEND": _manifest if (VAR / "static").exists() else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = not (VAR / "static").exists()

PROCRASTINATE_AUTODISCOVER_MODULE_NAME = "jobs"
PROCRASTINATE_ON_APP_READY = "dps.platform.jobs.connector.enqueue_with_the_change"

DATA_UPLOAD_MAX_MEMORY_SIZE = 2_500_000
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2_000
LARGEST_UPLOAD = env.int("LARGEST_UPLOAD", default=10_000_000)
"""Bytes of all the files of one form together."""
FILE_UPLOAD_HANDLERS = ["dps.platform.web.uploads.LimitedUpload"]
CLAMD_URL = env.str("CLAMD_URL", default="")
"""The virus scanner that looks at every file sent: tcp://host:3310 or unix:/path/to/socket. Without one, none does."""

LOG_LEVEL = env.str("LOG_LEVEL", default="INFO")
LOGGING_CONFIG = "dps.platform.web.logs.configure"
LOGGING = {"level": LOG_LEVEL}

SILENCED_SYSTEM_CHECKS: list[str] = []
