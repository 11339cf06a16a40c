"""Settings that hold everywhere. What differs is read from the environment; see `.env.example`."""

import logging
import os
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from config.environment import MAIL_PROVIDERS, Environment
from config.languages import LANGUAGES as LANGUAGE_TABLE
from config.languages import introduce
from config.machine_translation import machine_translator
from config.package_languages import PACKAGE_LANGUAGES as PACKAGE_LANGUAGE_TABLE
from config.policy import ADMIN_POLICY, POLICY
from config.schedule import SCHEDULE
from config.settings.accounts import *
from config.settings.queue import *
from core.logs.setup import configure_structlog, logging_settings
from core.picture_files import MAX_PIXELS

ROOT = Path(__file__).resolve().parents[3]
env = Environment(os.environ)
# What cannot work is noted while the settings are read; `config.checks` shows it and stops the start.
ENVIRONMENT_PROBLEMS = env.problems

SECRET_KEY = env.text("SECRET_KEY")
# Keys of before: what was signed with them (sessions, links in letters) stays good.
SECRET_KEY_FALLBACKS = env.texts("SECRET_KEY_FALLBACKS")
DEBUG = False
ALLOWED_HOSTS = env.texts("ALLOWED_HOSTS")
CSRF_TRUSTED_ORIGINS = env.texts("CSRF_TRUSTED_ORIGINS")
# What the operator's page says is running.
VERSION = env.text("MOTEPLASS_VERSION")
PORT = env.number("PORT", 8000, least=1, most=65535)
BASE_URL = env.text("BASE_URL", f"http://localhost:{PORT}")
DEMONSTRATION = env.flag("DEMONSTRATION")
# Proxies that may say who asked, and whether over https. Whatever others say of that is not heard.
TRUSTED_PROXIES = env.networks("TRUSTED_PROXIES", ["127.0.0.0/8", "::1"])

INSTALLED_APPS = [
    "config.apps.ConfigConfig",
    "home",
    "newcomers.participation",
    "newcomers.tallies",
    "newcomers.welcome.booklet",
    "newcomers.welcome",
    "newcomers",
    "events.confirming",
    "events.follows",
    "events.door",
    "events.besides",
    "events.lending",
    "events.signups",
    "events.exchange",
    "events.standing",
    "events",
    "organisations.joining",
    "organisations",
    "core.mail.bounces",
    "core.mail.outbox",
    "core.sms",
    "core.typesetting",
    "core.searching",
    "core",
    "wagtail_localize",
    "wagtail_localize.locales",
    "wagtail.contrib.forms",
    "wagtail.contrib.redirects",
    "wagtail.contrib.settings",
    "wagtail.embeds",
    "wagtail.sites",
    "wagtail.users",
    "wagtail.snippets",
    # For superusers alone (`organisations.tenancy.routes`); other apps of Wagtail's import its models.
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "anymail",
    "django_structlog",
    "csp",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    # For one page of allauth's: the list of passkeys.
    "django.contrib.humanize",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.staticfiles",
    "django.forms",
]

MIDDLEWARE = [
    "core.proxies.TrustedProxyMiddleware",
    "core.middleware.HealthCheckMiddleware",
    # Around all that refuses: programs read another kind of refusal than people.
    "events.exchange.api.middleware.ProgramAnswersMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    # Below WhiteNoise, whose files are compressed beforehand; above all that writes into a page.
    "core.compression.CompressionMiddleware",
    # Above whatever people need, and programs do not.
    "events.exchange.api.middleware.ProgramsFirstMiddleware",
    # Above whatever a page needs that is the same for everybody and was made before.
    "core.page_cache.middleware.PageCacheMiddleware",
    "core.middleware.ContentSecurityPolicyMiddleware",
    "core.middleware.PublicAnswersMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "core.middleware.ShortAnonymousSessionMiddleware",
    "core.middleware.LanguageMiddleware",
    "core.middleware.NullCharacterMiddleware",
    "core.middleware.UploadLimitMiddleware",
    "core.middleware.CleanTextMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "core.logs.requests.RequestLogMiddleware",
    "core.middleware.PrivatePagesMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "core.middleware.AdminContentSecurityPolicyMiddleware",
    "core.accounts.given_back.GivenBackMiddleware",
    "organisations.tenancy.guard.AdminGuardMiddleware",
    "core.accounts.fresh.FreshLogInMiddleware",
    "core.middleware.RateLimitMiddleware",
    "wagtail.contrib.redirects.middleware.RedirectMiddleware",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

TEMPLATE_FILES = [f"django.template.loaders.{kind}.Loader" for kind in ("filesystem", "app_directories")]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [ROOT / "templates"],
        "OPTIONS": {
            "loaders": [("core.fixed_parts.Loader", TEMPLATE_FILES)],
            # Values in sentences are isolated without anybody having to remember it.
            "libraries": {
                "i18n": "core.templatetags.sentences",
                "ready_cards": "events.discovery.ready_cards",
            },
            "builtins": ["core.templatetags.icons"],
            "context_processors": [
                "django.template.context_processors.debug",
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "core.context_processors.site_context",
            ],
        },
    }
]

# --- Data ---------------------------------------------------------------------------------------
# Named as required here; `dev`, `test` and `production` all read the same two addresses.
DATABASES = {"default": env.database("DATABASE_URL", "postgresql://localhost/moteplass")}
# A server that is away is found out while somebody waits for the page (`core.outage` answers then).
DATABASES["default"]["OPTIONS"] = {
    "connect_timeout": 3,
    "keepalives_idle": 30,
    "keepalives_interval": 5,
    "keepalives_count": 3,
    # Of what is sent with its values apart, which Django's own statements are not.
    "prepare_threshold": 0,
    **DATABASES["default"].get("OPTIONS", {}),
}
DATABASES["default"]["CONN_MAX_AGE"] = env.number("CONN_MAX_AGE", 60, least=0, most=86_400)
DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

REDIS_URL = env.redis("REDIS_URL", "redis://localhost:6379/0")
CACHES = {
    "default": {
        "BACKEND": "core.caching.ForgivingCache",
        "LOCATION": REDIS_URL,
        # A server that does not answer is away: nobody waits for it, and nobody asks it again for a while
        # (`core.breaker`).
        "OPTIONS": {"socket_connect_timeout": 0.3, "socket_timeout": 0.3},
    }
}

# --- Languages ----------------------------------------------------------------------------------
LANGUAGE_CODE = "nb"
# All of this follows from one table, in config/languages.py.
introduce(PACKAGE_LANGUAGE_TABLE)
LANGUAGES = [(language.code, language.name) for language in LANGUAGE_TABLE]
LANGUAGES_BIDI = [language.code for language in LANGUAGE_TABLE if language.info["bidi"]]
LANGUAGE_FALLBACKS = {language.code: list(language.falls_back) for language in LANGUAGE_TABLE}
PACKAGE_FALLBACKS = {language.code: language.falls_back for language in PACKAGE_LANGUAGE_TABLE}
LANGUAGE_FONTS = {language.code: language.fonts for language in LANGUAGE_TABLE}
LANGUAGE_FORMATS = {language.code: language.formats_after for language in LANGUAGE_TABLE}
# Ours; then what the libraries leave in English or have wrong. Both win over what a library brings itself.
LOCALE_PATHS = [ROOT / "locale", ROOT / "locale_libraries"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Europe/Oslo"
LANGUAGE_COOKIE_NAME = "language"
LANGUAGE_COOKIE_AGE = 60 * 60 * 24 * 365
LANGUAGE_COOKIE_SAMESITE = "Lax"
LANGUAGE_COOKIE_HTTPONLY = True

# --- Wagtail ------------------------------------------------------------------------------------
WAGTAIL_SITE_NAME = "Møteplass"
WAGTAILADMIN_BASE_URL = BASE_URL
WAGTAIL_I18N_ENABLED = True
WAGTAIL_CONTENT_LANGUAGES = LANGUAGES
WAGTAILADMIN_PERMITTED_LANGUAGES = LANGUAGES
# Norway has one: nobody is asked.
WAGTAIL_USER_TIME_ZONES = [TIME_ZONE]
WAGTAILIMAGES_IMAGE_MODEL = "core.Picture"
WAGTAILIMAGES_IMAGE_FORM_BASE = "core.pictures.PictureForm"
WAGTAILIMAGES_MAX_UPLOAD_SIZE = 12_000_000
WAGTAILIMAGES_MAX_IMAGE_PIXELS = MAX_PIXELS
WAGTAILADMIN_LOGIN_URL = "account_login"
WAGTAIL_FRONTEND_LOGIN_URL = "account_login"
WAGTAIL_PASSWORD_MANAGEMENT_ENABLED = False
WAGTAIL_PASSWORD_RESET_ENABLED = False
# The address is the log-in, and roles are given to addresses: it changes only where a code proves the new
# one.
WAGTAIL_EMAIL_MANAGEMENT_ENABLED = False
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAIL_WORKFLOW_ENABLED = True
# Words come as stems (`core.searching.words`): PostgreSQL does not know all our languages.
WAGTAILSEARCH_BACKENDS = {
    "default": {"BACKEND": "wagtail.search.backends.database", "SEARCH_CONFIG": "simple"}
}
# A new translation is a draft: it begins as a copy of the source's words, and those are not in its language.
WAGTAILLOCALIZE_SYNC_LIVE_STATUS_ON_TRANSLATE = False
WAGTAIL_LOCALIZE_DEFAULT_TRANSLATION_MODE = "simple"
# Drafts of translations, which a person reads: LibreTranslate on one's own machine, or DeepL. None without.
WAGTAILLOCALIZE_MACHINE_TRANSLATOR = machine_translator(env)

# --- Files --------------------------------------------------------------------------------------
STATIC_URL = "/static/"
STATIC_ROOT = env.folder("STATIC_ROOT", ROOT / "var" / "static")
STATICFILES_DIRS = [ROOT / "static"]
# Ours in the place of Django's `FileSystemFinder`: style sheets, scripts and drawings as browsers get them.
STATICFILES_FINDERS = [
    "core.bundles.finder.BuiltFilesFinder",
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
]
BUILT_ROOT = ROOT / "var" / "built"
MEDIA_URL = "/media/"
MEDIA_ROOT = env.folder("MEDIA_ROOT", ROOT / "var" / "media")
# Who was erased, as keyed hashes, outside the database: a backup that is put back brings nobody back.
ERASURES_FILE = env.folder("ERASURES_FILE", MEDIA_ROOT / "erasures.txt")
BACKUPS_KEPT_DAYS = env.number("BACKUPS_KEPT_DAYS", 365, least=1, most=3_650)
# What is typeset (`core.typesetting`): its templates, and its fonts (`scripts/build_typefaces.py`).
PRINT_TEMPLATES = ROOT / "templates" / "print"
TYPEFACES = ROOT / "typefaces"
# There while a backup is being put back.
RESTORING_FILE = MEDIA_ROOT / "restoring"
# Where pg_dump and pg_restore are, if they are not found by themselves.
PG_PROGRAMS = env.text("PG_PROGRAMS")
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
# A larger file waits on disk: the form that takes it says what it may weigh.
FILE_UPLOAD_MAX_MEMORY_SIZE = 2_500_000
# No request is larger: a picture with the other fields of its form.
UPLOAD_MAX_BYTES = 16_000_000
# A page's words in one language are some ten kilobytes; reading a file of the whole 16 MB takes ten seconds.
UPLOAD_MAX_BYTES_OF = {"wagtail_localize:upload_pofile": 500_000}

# --- Mail ---------------------------------------------------------------------------------------
ANYMAIL: dict[str, Any] = {}
vars().update(env.mail("EMAIL_URL", "smtp://localhost:25"))
EMAIL_TIMEOUT = 20
# Whether mail leaves by a provider's own interface, and not by SMTP.
MAIL_PROVIDER_SENDS = bool(ANYMAIL)
# Who brings reports of our mails to /mail/reports/, and what it logs in with.
MAIL_PROVIDER = env.choice(
    "MAIL_PROVIDER", urlsplit(env.text("EMAIL_URL")).scheme if ANYMAIL else "", ("", *MAIL_PROVIDERS)
)
MAIL_SECRET = env.secret("MAIL_SECRET")
ANYMAIL |= {
    "REQUESTS_TIMEOUT": EMAIL_TIMEOUT,
    # Mailgun signs its reports.
    "MAILGUN_WEBHOOK_SIGNING_KEY": env.text("MAILGUN_SIGNING_KEY"),
    **({"WEBHOOK_SECRET": f"moteplass:{MAIL_SECRET}"} if MAIL_SECRET else {}),
}
# Where mail servers send what comes back: the star is our number of the mail. And that address's mailbox.
BOUNCES_ADDRESS = env.star_address("BOUNCES_ADDRESS")
BOUNCES = env.mailbox("BOUNCES_URL")
# What one mail provider is given in a minute; 0 for as much as there is.
OUTBOX_PER_MINUTE = env.number("OUTBOX_PER_MINUTE", 600, least=0, most=100_000)
DEFAULT_FROM_EMAIL = env.text("DEFAULT_FROM_EMAIL", "Møteplass <hei@moteplass.example>")
SERVER_EMAIL = DEFAULT_FROM_EMAIL
# Who is told of a fault (`core.logs.alerts`): people by mail, a chat by a webhook. Nobody, unless named.
ADMINS = [(address, address) for address in env.texts("ADMINS")]
ALERT_WEBHOOK = env.text("ALERT_WEBHOOK")

# --- Programs of others -------------------------------------------------------------------------
# How often one of them may ask the API in a minute.
API_PER_MINUTE = env.number("API_PER_MINUTE", 600, least=1, most=1_000_000)

# --- Weather warnings ---------------------------------------------------------------------------
# MET Norway's MetAlerts; `off` asks nobody. Its terms want an address of whoever asks.
METALERTS_URL = env.service("METALERTS_URL")
METALERTS_CONTACT = env.text("METALERTS_CONTACT", next((address for _name, address in ADMINS), ""))

# --- Calendars and pages of others --------------------------------------------------------------
# What people name is asked on the open internet alone, or at these of one's own network: address and port.
FETCHING_ALLOWS = env.texts("FETCHING_ALLOWS")

# --- The registers of organisations -------------------------------------------------------------
# Brønnøysundregistrene's open data; `off` asks nobody, and a municipality's editor sees what was typed alone.
ENHETSREGISTERET_URL = env.service("ENHETSREGISTERET_URL")
FRIVILLIGHETSREGISTERET_URL = env.service("FRIVILLIGHETSREGISTERET_URL")
REGISTERS_CONTACT = env.text("REGISTERS_CONTACT", METALERTS_CONTACT)

# --- SMS ----------------------------------------------------------------------------------------
# Without a provider everything goes by mail, and no page speaks of SMS.
SMS = env.sms("SMS_URL")
SMS_TIMEOUT = 15
# Stands in the address to which the provider brings answers and reports: who knows it is the provider.
SMS_SECRET = env.secret("SMS_SECRET")
# What one part of a message costs, and what a payer may use in a month where nothing else is said.
SMS_PRICE_ORE = env.number("SMS_PRICE_ORE", 49, least=0, most=1_000)
SMS_PRICE_ABROAD_ORE = env.number("SMS_PRICE_ABROAD_ORE", 150, least=0, most=5_000)
SMS_BUDGET_KR = env.number("SMS_BUDGET_KR", 500, least=0, most=1_000_000)

# --- Celery -------------------------------------------------------------------------------------
CELERY_BROKER_URL = REDIS_URL
CELERY_TIMEZONE = TIME_ZONE
CELERY_BEAT_SCHEDULE = SCHEDULE

# --- Privacy and figures ------------------------------------------------------------------------
# Counts from 1 up to one below this are not shown (legal.md L24: SSB says 3; 5 is our default).
FIGURES_THRESHOLD = env.number("FIGURES_THRESHOLD", 5, least=3, most=100)
SIGNUP_RETENTION_DAYS = env.number("SIGNUP_RETENTION_DAYS", 30, least=1, most=365)
REPORT_RETENTION_DAYS = env.number("REPORT_RETENTION_DAYS", 90, least=1, most=365)
# Without a new yes, of who is told of every date of an activity.
FOLLOW_RETENTION_MONTHS = env.number("FOLLOW_RETENTION_MONTHS", 3, least=1, most=12)
# After the last date of an activity, of the volunteers who were asked whether it is on.
RESPONSIBLE_RETENTION_MONTHS = env.number("RESPONSIBLE_RETENTION_MONTHS", 3, least=1, most=60)
# How long a list cannot bring somebody back who has erased themselves.
FORGOTTEN_RETENTION_MONTHS = env.number("FORGOTTEN_RETENTION_MONTHS", 24, least=1, most=60)
NEWCOMER_RETENTION_MONTHS = env.number("NEWCOMER_RETENTION_MONTHS", 13, least=1, most=60)
# What they answered goes with them at the latest. A step is not asked again as long as the answer is there.
ANSWER_RETENTION_MONTHS = env.number("ANSWER_RETENTION_MONTHS", 12, least=1, most=60)
# From the last log-in of somebody who has no role (any longer).
ACCOUNT_RETENTION_MONTHS = env.number("ACCOUNT_RETENTION_MONTHS", 12, least=1, most=60)
# What stood on a page before, with who was named there.
VERSIONS_RETENTION_MONTHS = env.number("VERSIONS_RETENTION_MONTHS", 12, least=1, most=60)
# Who is not logged in yet: long enough for a code that is slow to come. The address typed for it stands here.
ANONYMOUS_SESSION_SECONDS = 30 * 60
SESSION_COOKIE_AGE = 14 * 24 * 60 * 60
# A list of people: what a file of fifty thousand rows weighs.
PEOPLE_LIST_MAX_BYTES = 10_000_000
CSV_MAX_BYTES = env.number("CSV_MAX_BYTES", 2_000_000, least=1_000, most=100_000_000)
# A list goes back as the rows to correct, each with what is wrong with it: longer than it came.
DATA_UPLOAD_MAX_MEMORY_SIZE = 4 * CSV_MAX_BYTES

# --- Security -----------------------------------------------------------------------------------
X_FRAME_OPTIONS = "SAMEORIGIN"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "core.views.csrf_failure"
# Wagtail shows previews in frames of its own site: SAMEORIGIN instead of DENY. Our library `i18n` stands in
# the place of Django's on purpose (`core.templatetags.sentences`).
SILENCED_SYSTEM_CHECKS = ["security.W019", "templates.W003"]
CONTENT_SECURITY_POLICY = POLICY
ADMIN_CONTENT_SECURITY_POLICY = ADMIN_POLICY

# --- Logs ---------------------------------------------------------------------------------------
LOGGING = logging_settings(
    level=env.choice("LOG_LEVEL", "INFO", ["DEBUG", "INFO", "WARNING", "ERROR"]),
    as_text=env.choice("LOG_FORMAT", "json", ["json", "text"]) == "text",
)
configure_structlog()
# The id of a user is enough to find them; addresses and names do not belong in logs, nor do IP addresses.
DJANGO_STRUCTLOG_USER_ID_FIELD = "pk"
DJANGO_STRUCTLOG_IP_LOGGING_ENABLED = False
# The line at the end of a request says it all; the one at its start also holds the browser's name.
DJANGO_STRUCTLOG_STATUS_START_LOG_LEVEL = logging.DEBUG
