"""Django settings, read from the environment; `milepost doctor` prints what is in force."""

from __future__ import annotations

import os
import secrets
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlparse

DATA = Path(os.environ.get("MILEPOST_DATA", ".data")).resolve()
_REPEATABLE_READ = 3  # psycopg.IsolationLevel.REPEATABLE_READ; importing psycopg costs every start-up 40 ms
DEBUG = False
TESTING = "PYTEST_VERSION" in os.environ


def _secret_key() -> str:
    """The signing key: from the environment, or generated once and kept beside the data."""
    if given := os.environ.get("MILEPOST_SECRET_KEY"):
        return given
    if TESTING:
        return secrets.token_urlsafe(48)
    DATA.mkdir(parents=True, exist_ok=True)
    path = DATA / "secret_key"
    if not path.exists():
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(48))
    return path.read_text().strip()


def database(url: str) -> dict[str, Any]:
    """A `DATABASES` entry from `sqlite:///path` or `postgresql://user:password@host:port/name`."""
    parts = urlparse(url)
    if parts.scheme == "sqlite":
        return {
            "ENGINE": "django.db.backends.sqlite3",
            # As SQLAlchemy has it: three slashes and a relative path, four and an absolute one.
            "NAME": parts.path[1:] or ":memory:",
            "CONN_MAX_AGE": None,
            "OPTIONS": {
                # A deferred transaction that turns into a writer fails with "locked" under load
                # (88 % of 480 writes in a trial); IMMEDIATE waits its turn.
                "transaction_mode": "IMMEDIATE",
                "timeout": 30,
                "init_command": (
                    "PRAGMA journal_mode=WAL;PRAGMA synchronous=FULL;"
                    "PRAGMA foreign_keys=ON;PRAGMA cache_size=-65536;"
                ),
            },
        }
    query = dict(part.split("=", 1) for part in parts.query.split("&") if "=" in part)
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.path.lstrip("/"),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(query.get("host", parts.hostname or "")),
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": 600,
        "CONN_HEALTH_CHECKS": True,
    }


def reading_database(url: str) -> dict[str, Any]:
    """The same database for reads that must agree with each other (`base.reading`)."""
    entry = database(url)
    if "sqlite3" in entry["ENGINE"]:
        entry["OPTIONS"] = {**entry["OPTIONS"], "transaction_mode": "DEFERRED"}
    else:
        entry["OPTIONS"] = {"isolation_level": _REPEATABLE_READ}
    return entry | {"TEST": {"MIRROR": "default"}}


def mail(url: str) -> dict[str, Any]:
    """The mail settings of `smtp://user:password@host:port` (`smtps`: TLS from the start), or of a folder."""
    parts = urlparse(url)
    if parts.scheme not in ("smtp", "smtps"):
        return {"EMAIL_BACKEND": "django.core.mail.backends.filebased.EmailBackend", "EMAIL_FILE_PATH": url}
    return {
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "EMAIL_HOST": parts.hostname or "localhost",
        "EMAIL_PORT": parts.port or (465 if parts.scheme == "smtps" else 587),
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_SSL": parts.scheme == "smtps",
        "EMAIL_USE_TLS": parts.scheme == "smtp" and parts.username is not None,
        "EMAIL_TIMEOUT": 20,
    }


SECRET_KEY = _secret_key()
ALLOWED_HOSTS = os.environ.get("MILEPOST_HOSTS", "127.0.0.1,localhost,[::1]").split(",")
DATABASE_URL = os.environ.get("MILEPOST_DATABASE_URL", f"sqlite:///{DATA}/milepost.sqlite3")
DATABASES = {"default": database(DATABASE_URL), "reading": reading_database(DATABASE_URL)}
DATABASE_ROUTERS = ["milepost.base.reading.Router"]
MILEPOST_ATTACHMENTS = DATA / "attachments"
MILEPOST_ANCHORS = Path(os.environ.get("MILEPOST_ANCHORS", DATA / "anchors.jsonl"))
MILEPOST_OUTBOUND_ALLOW = [
    entry.strip() for entry in os.environ.get("MILEPOST_OUTBOUND_ALLOW", "").split(",") if entry.strip()
]
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": []}}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_tasks",
    "django_tasks_db",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "milepost.base",
    "milepost.domain.accounts",
    "milepost.domain.programs",
    "milepost.domain.schedule",
    "milepost.domain.resources",
    "milepost.domain.analysis",
    "milepost.surfaces.web",
]
MIDDLEWARE = [
    "milepost.surfaces.web.access.headers.security_headers",
    "django.middleware.gzip.GZipMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "milepost.surfaces.web.access.middleware.Doorkeeper",
    "milepost.surfaces.web.shell.refused.Refusals",
]
ROOT_URLCONF = "milepost.config.urls"
ASGI_APPLICATION = "milepost.config.asgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        # Every screen keeps its templates beside its views.
        "DIRS": sorted((Path(__file__).parent.parent / "surfaces" / "web").glob("*/templates")),
        "OPTIONS": {
            "builtins": [
                "django.templatetags.i18n",
                "django.templatetags.static",
                "milepost.surfaces.web.shell.tags",
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "milepost.surfaces.web.access.context.door",
            ],
        },
    }
]
STATIC_URL = "/static/"
STATIC_ROOT = DATA / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    # Hashed names let a browser keep a file for ever; compressing happens once, not for each request.
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if TESTING
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
# Set up by the server alone (`asgi`): a command must not wait for it.
LOGGING_CONFIG = None
LOGGING = {"level": os.environ.get("MILEPOST_LOG_LEVEL", "INFO"), "form": os.environ.get("MILEPOST_LOG", "")}
LANGUAGE_CODE = "en"
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"
# Without a mail server, what would be sent is laid into a folder, one file each.
globals().update(mail(os.environ.get("MILEPOST_MAIL_URL", str(DATA / "mail"))))
DEFAULT_FROM_EMAIL = os.environ.get("MILEPOST_MAIL_FROM", "milepost@localhost")

# Signing in. Accounts hold a password and an address; what somebody may do is read from their roles.
AUTH_USER_MODEL = "accounts.Account"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.ScryptPasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("email",)},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "milepost.surfaces.web.access.adapter.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
# "strict": asking for a reset, an unknown address costs and answers what a known one does.
ACCOUNT_PREVENT_ENUMERATION = "strict"
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_LOGIN_ON_PASSWORD_RESET = False
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_REAUTHENTICATION_TIMEOUT = 600
ACCOUNT_RATE_LIMITS = {
    "login": "30/m/ip",
    # Five tries on one account, then five minutes of rest; the address pays for guessing at many.
    "login_failed": "10/m/ip,5/5m/key",
    "reset_password": "10/m/ip,3/h/key",
    "reset_password_from_key": "10/m/ip",
    "change_password": "5/m/user",
    "reauthenticate": "5/m/user",
    "one_time_link": "10/m/ip",
}
# Tries are counted in the database: every process of one Milepost counts with the others.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "accounts_tries",
        "OPTIONS": {"MAX_ENTRIES": 10_000},
    }
}
MILEPOST_TOKEN_RATE = int(os.environ.get("MILEPOST_TOKEN_RATE", "6000"))
ALLAUTH_TRUSTED_PROXY_COUNT = int(os.environ.get("MILEPOST_PROXIES", "0"))
MFA_ADAPTER = "milepost.surfaces.web.access.adapter.MfaAdapter"
MFA_FORMS = {"authenticate": "milepost.surfaces.web.access.sign_in.SecondStep"}
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "Milepost"
# One step of thirty seconds to either side: phones are not watches.
MFA_TOTP_TOLERANCE = 1
MFA_RECOVERY_CODES_SHOW_ONCE = True

# Cookies and transport. Served over HTTPS (`MILEPOST_HTTPS=1`) cookies are bound to it.
HTTPS = os.environ.get("MILEPOST_HTTPS", "") == "1"
SESSION_COOKIE_NAME = "__Host-milepost" if HTTPS else "milepost"
SESSION_COOKIE_SECURE = HTTPS
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 14 * 24 * 3600
SESSION_SERIALIZER = "django.contrib.sessions.serializers.JSONSerializer"
CSRF_COOKIE_NAME = "__Host-milepost-csrf" if HTTPS else "milepost_csrf"
CSRF_COOKIE_SECURE = HTTPS
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "milepost.surfaces.web.access.refusals.forged"
CSRF_TRUSTED_ORIGINS = [origin for origin in os.environ.get("MILEPOST_ORIGINS", "").split(",") if origin]
SECURE_SSL_REDIRECT = HTTPS
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if HTTPS else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if ALLAUTH_TRUSTED_PROXY_COUNT else None
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
