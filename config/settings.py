"""All settings, read from the environment and safe by default.

`KONTAKTPUNKT_EMBEDDED=1` (set by `make start`) means: one machine, one process, no services.
Everything else decides itself by what is configured: DATABASE_URL, REDIS_URL, EMAIL_URL.
"""

import secrets
import socket
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from ipaddress import ip_network
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import environ
from django.utils.csp import CSP
from django.utils.translation import gettext_lazy as _

BASE_DIR = Path(__file__).resolve().parent.parent
env = environ.Env()
VAR_DIR = Path(env.str("KONTAKTPUNKT_VAR", default=str(BASE_DIR / "var"))).resolve()


@contextmanager
def var_folder() -> Iterator[Path]:
    """The folder for what this machine keeps, made when missing; ends the program if nothing can be kept there."""
    try:
        VAR_DIR.mkdir(parents=True, exist_ok=True)
        yield VAR_DIR
    except OSError as error:
        sys.exit(f"Kontaktpunkt braucht einen Ordner zum Schreiben, und {VAR_DIR} geht nicht: {error.strerror}.")


def kept_secret(name: str) -> str:
    """A random secret that this machine made once and keeps readable for its owner alone."""
    with var_folder() as folder:
        path = folder / name
        if not path.exists():
            path.touch(mode=0o600)
            path.write_text(secrets.token_urlsafe(50))
        return path.read_text()


def kept_database() -> str:
    """The URL of a database that is one file on this machine."""
    with var_folder() as folder:
        return f"sqlite:///{folder / 'kontaktpunkt.sqlite3'}"


def reachable_name(host: str) -> str:
    """What people type for the address this machine listens on; for all addresses, the one in the local network."""
    if host in ("127.0.0.1", "::1"):
        return "localhost"  # browsers offer passkeys to names alone
    if host not in ("0.0.0.0", "::"):  # noqa: S104
        return host
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe, suppress(OSError):
        probe.connect(("192.0.2.1", 9))  # sends nothing: the system only chooses the way out
        return str(probe.getsockname()[0])
    return "localhost"


def origin_of(url: str) -> str:
    """The part of an address that browsers compare."""
    return urlsplit(url)._replace(path="", query="", fragment="").geturl()


EMBEDDED = env.bool("KONTAKTPUNKT_EMBEDDED", default=False)
DEBUG = env.bool("DEBUG", default=False)
SECRET_KEY = env.str("SECRET_KEY", default="") or kept_secret("secret_key")
HOST = env.str("HOST", default="127.0.0.1")
PORT = env.int("PORT", default=8000)
BASE_URL = env.str("BASE_URL", default=f"http://{reachable_name(HOST)}:{PORT}").rstrip("/")
HTTPS = BASE_URL.startswith("https://")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["127.0.0.1", "localhost", "[::1]", urlsplit(BASE_URL).hostname])
CSRF_TRUSTED_ORIGINS = [BASE_URL]
TRUSTED_PROXIES = env.int("TRUSTED_PROXIES", default=0)

# --- Apps, from the top floor down -------------------------------------------------------------

INSTALLED_APPS = [
    "config",
    "meetings",
    "journeys",
    "feedback",
    "actions",
    "touchpoints",
    "teams",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.forms",
    "django_htmx",
    "lucide",
    "simple_history",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
]

MIDDLEWARE = [
    "config.null_signs.NullSignMiddleware",
    "config.api.middleware.ApiMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "simple_history.middleware.HistoryRequestMiddleware",
    "teams.middleware.PrivacyMiddleware",
    "teams.middleware.InvalidFormMiddleware",
    "teams.middleware.LanguageMiddleware",
    "config.too_large.TooLargeMiddleware",
    "teams.middleware.TeamMiddleware",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
ASGI_APPLICATION = "config.asgi.application"
FORM_RENDERER = "config.forms.FormRenderer"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
            "builtins": ["django.templatetags.i18n", "django.templatetags.static", "config.templatetags.ui"],
        },
    }
]

# --- Data ---------------------------------------------------------------------------------------

DATABASES = {"default": env.db_url_config(env.str("DATABASE_URL", default="") or kept_database())}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    DATABASES["default"]["ENGINE"] = "config.sqlite"
    # Twenty writers at full speed for half a minute see no locked database with these.
    DATABASES["default"]["CONN_MAX_AGE"] = None
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
    }
else:
    pool = {"min_size": 1, "max_size": env.int("DATABASE_POOL", default=16), "timeout": 5}
    DATABASES["default"]["OPTIONS"] = {
        "pool": pool,  # five seconds: without a database people should soon hear so
        "options": "-c jit=off",  # compiling a page's query takes fifty times as long as the query
    }

REDIS_URL = env.str("REDIS_URL", default="")
CACHES = {
    "default": {
        "BACKEND": "config.cache.SteadyCache",
        "LOCATION": REDIS_URL,
        "OPTIONS": {"socket_timeout": 1, "socket_connect_timeout": 1},
    }
    if REDIS_URL
    else {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "OPTIONS": {"MAX_ENTRIES": 20_000},  # customers of a whole minute must not crowd out who tried too often
    },
    # Each process keeps what it drew: pages must not crowd out who tried too often.
    "pages": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "LOCATION": "pages",
        "OPTIONS": {"MAX_ENTRIES": 60},
    },
}

# --- People -------------------------------------------------------------------------------------

AUTH_USER_MODEL = "teams.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_ADAPTER = "teams.signin.AccountAdapter"
ACCOUNT_SIGNUP_FORM_CLASS = "teams.account_forms.SignupForm"
ACCOUNT_FORMS = {"login": "teams.password_form.PasswordLoginForm"}
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_SESSION_REMEMBER = True
# Our own doors; allauth's keep their defaults.
ACCOUNT_RATE_LIMITS = {"link": "60/m/ip", "survey": "120/m/ip", "stop": "300/m/ip", "share": "120/m/ip"}
ACCOUNT_RATE_LIMITS |= {"suggestion_door": "120/m/ip", "suggest": "30/m/ip", "receipt": "30/m/ip"}
ACCOUNT_RATE_LIMITS["learned"] = "120/m/ip"
# An office or a trade fair comes from one address; who sends more keeps the words and sends them a minute later.
ACCOUNT_RATE_LIMITS |= {"ask": "300/m/ip", "ask_seen": "600/m/ip"}
API_RATES = {"requests": env.str("API_RATE", default="300/m"), "wrong_tokens": "60/m"}  # of a token; of an address
ALLAUTH_TRUSTED_PROXY_COUNT = TRUSTED_PROXIES
SIGNUP_OPEN = env.bool("SIGNUP_OPEN", default=EMBEDDED)
PERSONAL_DATA = [
    f"{app}.personal_data.about"
    for app in ("teams", "touchpoints", "actions", "feedback", "journeys", "meetings", "config")
]
WHOLE_TEAM = [
    f"{app}.whole_team.parts" for app in ("teams", "touchpoints", "actions", "feedback", "journeys", "meetings")
]
NEW_TEAM_BEGINS_WITH = [
    "touchpoints.stages.create_default_stages",
    "feedback.topics.beginning.create_dictionary",
]
INVENTORY_BY_STEP = "meetings.cycle.standing_at"
JOURNEYS_THROUGH = "journeys.uses.journeys_through"
WHO_SPEAKS = "journeys.speaking"
ACTIONS_COME_OF = "feedback.elsewhere.origins"
ROUNDS_AHEAD = "meetings.ahead.rounds_ahead"
ROUNDS_OF_ACTIONS = "meetings.rounds_of_actions"
ON_LEAVING = ["meetings.leaving.let_go", "actions.overview.saving.let_go"]
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
OIDC_SERVER_URL = env.str("OIDC_SERVER_URL", default="")
SOCIALACCOUNT_ADAPTER = "teams.signin.SocialAccountAdapter"
SOCIALACCOUNT_AUTO_SIGNUP = True
SOCIALACCOUNT_EMAIL_AUTHENTICATION = True
SOCIALACCOUNT_EMAIL_AUTHENTICATION_AUTO_CONNECT = True
SOCIALACCOUNT_PROVIDERS = {
    "openid_connect": {
        "APPS": [
            {
                "provider_id": "company",
                "name": env.str("OIDC_NAME", default="Single Sign-on"),
                "client_id": env.str("OIDC_CLIENT_ID", default=""),
                "secret": env.str("OIDC_CLIENT_SECRET", default=""),
                "settings": {"server_url": OIDC_SERVER_URL},
            }
        ]
        if OIDC_SERVER_URL
        else []
    }
}
SESSION_COOKIE_AGE = 30 * 24 * 3600
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS

# --- Mail and work in the background ------------------------------------------------------------

EMAIL_URL = env.str("EMAIL_URL", default="")


def mailer(url: str) -> dict[str, Any]:
    """The mail server that a URL names (smtp://, smtp+tls://, smtp+ssl://); without one, mails stay in the ledger."""
    if not url:
        return {"BACKEND": "django.core.mail.backends.dummy.EmailBackend"}
    server = env.email_url_config(url)
    return {
        "BACKEND": server["EMAIL_BACKEND"],
        "OPTIONS": {
            "host": server["EMAIL_HOST"],
            "port": server["EMAIL_PORT"],
            "username": server["EMAIL_HOST_USER"],
            "password": server["EMAIL_HOST_PASSWORD"],
            "use_tls": server.get("EMAIL_USE_TLS", False),
            "use_ssl": server.get("EMAIL_USE_SSL", False),
            "timeout": 10,
        },
    }


MAILERS = {"default": mailer(EMAIL_URL)}
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", default="Kontaktpunkt <kontaktpunkt@localhost>")

# Webhooks go out into the Internet only; this lets them reach receivers in the networks named here, "10.1.2.0/24".
WEBHOOK_ALLOWED_NETWORKS = [ip_network(network) for network in env.list("WEBHOOK_ALLOWED_NETWORKS", default=[])]

CELERY_BROKER_URL = REDIS_URL or "memory://localhost"
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_TASK_IGNORE_RESULT = True
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_TASK_PUBLISH_RETRY = False  # a message is only a nudge; the sweeps find what it did not reach
CELERY_BEAT_SCHEDULE = {
    "letters": {"task": "teams.tasks.deliver_due_letters", "schedule": 30},
    "old letters": {"task": "teams.tasks.forget_old_letters", "schedule": 3600},
    "deliveries": {"task": "teams.webhooks.tasks.deliver_due_events", "schedule": 30},
    "old deliveries": {"task": "teams.webhooks.tasks.forget_old_deliveries", "schedule": 3600},
    "reminders": {"task": "actions.tasks.note_reminders", "schedule": 300},
    "old reminders": {"task": "actions.tasks.forget_old_reminders", "schedule": 86400},
    "expired links": {"task": "actions.tasks.forget_expired_links", "schedule": 86400},
    "minutes": {"task": "meetings.tasks.sweep_minutes", "schedule": 30},
    "series": {"task": "meetings.tasks.sweep_series", "schedule": 60},
    "imports": {"task": "touchpoints.tasks.sweep_imports", "schedule": 30},
    "voice tables": {"task": "feedback.tasks.sweep_tables", "schedule": 30},
    "old voices": {"task": "feedback.tasks.forget_what_is_over", "schedule": 86400},
    "old links": {"task": "feedback.tasks.forget_whom_links_were_for", "schedule": 86400},
    "rereading": {"task": "feedback.tasks.sweep_rereading", "schedule": 60},
    "voice alerts": {"task": "feedback.tasks.sweep_alerts", "schedule": 300},
    "late cases": {"task": "feedback.tasks.sweep_late_cases", "schedule": 300},
    "archives": {"task": "config.tasks.sweep_archives", "schedule": 30},
}

# --- Language, time, files ----------------------------------------------------------------------

LANGUAGE_CODE = "de"
LANGUAGES = [("de", _("Deutsch")), ("en", _("Englisch"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
FORMAT_MODULE_PATH = "config.formats"
TIME_ZONE = "Europe/Berlin"
USE_TZ = True

STATIC_URL = "static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATIC_ROOT = VAR_DIR / "static"
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
MOST_SENT = 6 * 1024 * 1024  # a file of 5 MB with the form around it; of more, not even the beginning is kept
MOST_SENT_TO = {"/voices/tables/in/": 16 * 1024 * 1024}  # 50,000 voices
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "config.staticfiles.StaticFilesStorage"
    },
}

# --- Security -----------------------------------------------------------------------------------

SECURE_CSP = {
    "default-src": [CSP.SELF],
    "img-src": [CSP.SELF, "data:"],
    "object-src": [CSP.NONE],
    "base-uri": [CSP.NONE],
    "form-action": [CSP.SELF, *([origin_of(OIDC_SERVER_URL)] if OIDC_SERVER_URL else [])],
    "frame-ancestors": [CSP.NONE],
}
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
if HTTPS:
    SECURE_HSTS_SECONDS = 365 * 24 * 3600
    SECURE_SSL_REDIRECT = env.bool("SECURE_SSL_REDIRECT", default=True)
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {
            "()": "config.logs.DiscreetFormatter",
            "format": "{asctime} {levelname:7} {name}: {message}",
            "style": "{",
        }
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": env.str("LOG_LEVEL", default="INFO")},
    "loggers": {name: {"level": "WARNING"} for name in ("weasyprint", "fontTools")},
}
