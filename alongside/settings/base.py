"""What every installation shares. It is safe as it stands: nothing here opens a door in debug mode.

Read `docs/settings.md` for the table of all variables.
"""

import logging.config
import os
from pathlib import Path

from csp.constants import NONE, SELF, UNSAFE_INLINE
from environs import Env

from alongside.core.cache_url import caches_at, caches_in
from alongside.core.database_url import postgresql
from alongside.core.mail import transports
from alongside.core.publishing import mark_static
from alongside.core.sealing import PASSPHRASE, SIX_WORDS

env = Env()

PACKAGE = Path(__file__).resolve().parent.parent
VAR = Path(env.str("ALONGSIDE_VAR", "var")).resolve()
CONTENT = Path(env.str("ALONGSIDE_CONTENT", str(PACKAGE.parent / "content" / "en-GB")))

DEBUG = False
INSTALLED_APPS = [
    "alongside.core",
    "alongside.published",
    "alongside.accounts",
    "alongside.pages",
    "alongside.answers",
    "alongside.signs",
    "alongside.tools",
    "alongside.experiences",
    "alongside.enquiries",
    "alongside.newsletter",
    "alongside.orders",
    "alongside.backoffice",
    "django_countries",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "wagtail.contrib.redirects",
    "wagtail.contrib.settings",
    "wagtail.embeds",
    "wagtail.sites",
    "wagtail.users",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "django_tasks",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.sitemaps",
]

# The first three make the public side fast and safe; `AtomicWrites` must be the last (see there).
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "alongside.core.middleware.PublicHeaders",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "alongside.accounts.middleware.StaffSessions",
    "wagtail.contrib.redirects.middleware.RedirectMiddleware",
    "alongside.core.middleware.AtomicWrites",
]

ROOT_URLCONF = "alongside.urls"
WSGI_APPLICATION = "alongside.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "wagtail.contrib.settings.context_processors.settings",
            ],
        },
    },
]

DATABASE_URL = env.str("DATABASE_URL", "")
if DATABASE_URL:
    DATABASES = {"default": postgresql(DATABASE_URL)}
else:
    DATABASES = {
        "default": {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": VAR / "alongside.sqlite3",
            "CONN_MAX_AGE": None,
            "OPTIONS": {
                "timeout": 20,
                # Nothing that was accepted is lost: a commit is on the disk before we say thank you.
                "transaction_mode": "IMMEDIATE",
                "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA secure_delete=ON;",
            },
        }
    }
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

CACHE_URL = env.str("ALONGSIDE_CACHE_URL", "")
CACHES = caches_at(CACHE_URL) if CACHE_URL else caches_in(VAR)

# How many proxies of ours stand in front and add to X-Forwarded-For (`core.limits` believes no more).
TRUSTED_PROXIES = env.int("ALONGSIDE_PROXIES", 0)
# Messages to the founders that one network address, and all together, may send in an hour.
FORMS_AN_HOUR = env.int("ALONGSIDE_FORMS_AN_HOUR", 5)
FORMS_AN_HOUR_FROM_ALL = env.int("ALONGSIDE_FORMS_AN_HOUR_FROM_ALL", 600)
# Orders of the book that one network address may send in an hour (a hospital has one for all its wards).
ORDERS_AN_HOUR = env.int("ALONGSIDE_ORDERS_AN_HOUR", 30)
WARM_PAGES = True  # each server process renders all pages of an edition; only tests leave it out

AUTH_USER_MODEL = "accounts.User"
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
# Signing in: address and password, then a passkey or a code; or a passkey alone. Readers have no account.
# `alongside/accounts/urls.py` has every door there is.
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
DEMONSTRATION_ALLOWED = True  # made-up people (`alongside demo`); never in production
INBOX_PASSPHRASE_COST = PASSPHRASE  # only the tests have cheaper ones
SIX_WORDS_COST = SIX_WORDS
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "wagtailadmin_home"
LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_ADAPTER = "alongside.accounts.adapters.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = [
    "email*",
    "password1*",
]  # there is no sign-up; allauth checks this all the same
ACCOUNT_EMAIL_VERIFICATION = "none"  # the link of the invitation reached her
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_REAUTHENTICATION_TIMEOUT = 300
ACCOUNT_RATE_LIMITS = {"login_failed": "10/m/ip,5/5m/key,30/d/key"}
ACCOUNT_FORMS = {
    "login": "alongside.accounts.forms.SignInForm",
    "change_password": "alongside.accounts.forms.PasswordForm",
    "reauthenticate": "alongside.accounts.forms.AgainForm",
}
MFA_ADAPTER = "alongside.accounts.adapters.MFAAdapter"
MFA_SUPPORTED_TYPES = ["webauthn", "totp", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_RECOVERY_CODES_SHOW_ONCE = True
MFA_FORMS = {
    "authenticate": "alongside.accounts.forms.CodeForm",
    "reauthenticate": "alongside.accounts.forms.CodeAgainForm",
    "authenticate_webauthn": "alongside.accounts.forms.PasskeyForm",
    "reauthenticate_webauthn": "alongside.accounts.forms.PasskeyAgainForm",
    "activate_totp": "alongside.accounts.forms.AddAppForm",
}

LANGUAGE_CODE = "en-gb"
TIME_ZONE = "Europe/London"
USE_I18N = True
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = VAR / "static"
MEDIA_URL = "/media/"
MEDIA_ROOT = VAR / "media"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
WHITENOISE_ADD_HEADERS_FUNCTION = mark_static
# A file that is uploaded (a picture, a list of people) stays in memory: nothing of it lies on the disk.
FILE_UPLOAD_MAX_MEMORY_SIZE = 12 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000
# Bytes of a form. A message of a million letters comes back with the words in it ("too long by…"); in
# other alphabets than ours one letter is up to twelve bytes on the way.
DATA_UPLOAD_MAX_MEMORY_SIZE = 4 * 1024 * 1024

SESSION_COOKIE_AGE = (
    12 * 3600
)  # seconds without doing anything; 14 days in all (accounts/middleware.py)
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "alongside.accounts.kept_words.csrf_failed"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

CONTENT_SECURITY_POLICY = {
    "EXCLUDE_URL_PREFIXES": ("/admin/",),
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    },
}
# Wagtail's admin runs inline scripts and styles; only signed-in staff ever see it.
ADMIN_CONTENT_SECURITY_POLICY = {
    "default-src": [SELF],
    "script-src": [SELF, UNSAFE_INLINE],
    "style-src": [SELF, UNSAFE_INLINE],
    "img-src": [SELF, "data:", "blob:"],
    "connect-src": [SELF],
    "frame-src": [SELF],
    "object-src": [NONE],
    "base-uri": [SELF],
    "form-action": [SELF],
    "frame-ancestors": [SELF],
}

WAGTAIL_SITE_NAME = "Alongside"
WAGTAILADMIN_BASE_URL = env.str("ALONGSIDE_URL", "http://127.0.0.1:8000")
# Wagtail's admin calls these outside services unless it is told not to.
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAILEMBEDS_FINDERS: list[dict[str, str]] = []
WAGTAILADMIN_LOGIN_URL = "account_login"
WAGTAIL_PASSWORD_RESET_ENABLED = False
WAGTAIL_PASSWORD_MANAGEMENT_ENABLED = False
WAGTAIL_EMAIL_MANAGEMENT_ENABLED = False
WAGTAILADMIN_COMMENTS_ENABLED = True
WAGTAIL_WORKFLOW_REQUIRE_REAPPROVAL_ON_EDIT = True
# Publishing is not approving: what waits for a reviewer goes on waiting.
WAGTAIL_WORKFLOW_CANCEL_ON_PUBLISH = False
WAGTAILREDIRECTS_AUTO_CREATE = True
WAGTAIL_AUTO_UPDATE_PREVIEW = True
WAGTAILDOCS_SERVE_METHOD = "serve_view"
WAGTAILDOCS_EXTENSIONS = ["pdf"]
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "wagtail.search.backends.database"}}
WAGTAIL_I18N_ENABLED = False
WAGTAILADMIN_PERMITTED_LANGUAGES = [("en", "English")]
WAGTAIL_USER_TIME_ZONES = [TIME_ZONE]

# All mail goes into the outbox (EMAIL_BACKEND); the worker hands it to MAIL_TRANSPORT: a mail server, a
# mail service, or, without either, files that the operator can read.
EMAIL_BACKEND = "alongside.core.mail.backend.OutboxBackend"
EMAIL_HOST = env.str("ALONGSIDE_SMTP_HOST", "")
EMAIL_PORT = env.int("ALONGSIDE_SMTP_PORT", 587)
EMAIL_HOST_USER = env.str("ALONGSIDE_SMTP_USER", "")
EMAIL_HOST_PASSWORD = env.str("ALONGSIDE_SMTP_PASSWORD", "")
EMAIL_USE_TLS, EMAIL_USE_SSL = transports.tls(
    host=EMAIL_HOST,
    port=EMAIL_PORT,
    wanted=env.bool("ALONGSIDE_SMTP_TLS", True),
    password=EMAIL_HOST_PASSWORD,
)
EMAIL_TIMEOUT = 10
# Letters of the newsletter: connections at the same time, and the mailbox to which they come back.
NEWSLETTER_CONNECTIONS = env.int("ALONGSIDE_SMTP_CONNECTIONS", 4)
NEWSLETTER_BOUNCES_TO = env.str("ALONGSIDE_BOUNCES_TO", "")
BOUNCE_IMAP = transports.imap(
    host=env.str("ALONGSIDE_BOUNCE_IMAP_HOST", ""),
    port=env.int("ALONGSIDE_BOUNCE_IMAP_PORT", 993),
    user=env.str("ALONGSIDE_BOUNCE_IMAP_USER", ""),
    password=env.str("ALONGSIDE_BOUNCE_IMAP_PASSWORD", ""),
    folder=env.str("ALONGSIDE_BOUNCE_IMAP_FOLDER", "INBOX"),
    tls=env.bool("ALONGSIDE_BOUNCE_IMAP_TLS", True),
)
EMAIL_FILE_PATH = VAR / "outbox"
MAIL_PROVIDER = env.str("ALONGSIDE_MAIL_PROVIDER", "")
MAIL_TRANSPORT = transports.transport(provider=MAIL_PROVIDER, host=EMAIL_HOST)
ANYMAIL = transports.anymail(MAIL_PROVIDER, env.str("ALONGSIDE_MAIL_API_KEY", ""), os.environ)
MAIL_DKIM = transports.dkim(
    key_file=env.str("ALONGSIDE_DKIM_KEY_FILE", ""),
    selector=env.str("ALONGSIDE_DKIM_SELECTOR", ""),
    domain=env.str("ALONGSIDE_DKIM_DOMAIN", ""),
)
DEFAULT_FROM_EMAIL = env.str("ALONGSIDE_MAIL_FROM", "alongside@localhost")
# Mail that somebody else in the house may see names neither the illness nor the organisation.
NEUTRAL_NAME = env.str("ALONGSIDE_NEUTRAL_NAME", "A website you wrote to")
NEUTRAL_FROM_EMAIL = env.str("ALONGSIDE_NEUTRAL_FROM", "")
# Opens what an older key locked, and knows the addresses that were to get no mail under it.
SECRET_KEY_FALLBACKS: list[str] = env.list("ALONGSIDE_OLD_SECRET_KEYS", [])

# The second channel of alarms: one POST with a constant text (see core/second_channel.py).
ALARM_URL = env.str("ALONGSIDE_ALARM_URL", "")
ALARM_KEY = env.str("ALONGSIDE_ALARM_KEY", "")

# Card payments for the book: both or neither (docs/stripe.md). Cards are paid on Stripe's pages only.
STRIPE_KEY = env.str("ALONGSIDE_STRIPE_KEY", "")
STRIPE_WEBHOOK_SECRET = env.str("ALONGSIDE_STRIPE_WEBHOOK_SECRET", "")
# Somebody who speaks like Stripe, for tests; production never reads it.
STRIPE_API_BASE = env.str("STRIPE_API_BASE", "")

TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}

# Quiet logs: no address, no query string, no personal data. Django's own request logger prints paths
# of errors only; nothing at all is written for a page that was read.
LOGGING_CONFIG = None
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "plain": {
            "class": "alongside.core.quiet_log.QuietFormatter",
            "format": "%(asctime)s %(levelname)s %(name)s %(message)s",
        }
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {
        "alongside": {"level": "INFO"},
        "django.request": {"level": "ERROR"},  # not the address of every page that is not there
    },
}
logging.config.dictConfig(LOGGING)
