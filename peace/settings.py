"""The settings, in the order of Django's own reference.

One file for every environment: what differs comes from environment variables, each
read once through `peace.env` and listed in `docs/operations.md`. With an empty
environment everything runs embedded: SQLite, mails in a folder, a broker of files.
"""

from urllib.parse import urlsplit

import django.conf.locale
from csp.constants import NONE, SELF

from peace import env

BASE_DIR = env.BASE_DIR
VAR_DIR = BASE_DIR / (env.text("VAR_DIR") or "var")
DEMO = env.flag("DEMO")

# --- Security -----------------------------------------------------------------
SECRET_KEY = env.secret("SECRET_KEY", VAR_DIR / "secrets")
SECRET_KEY_FALLBACKS = env.words("SECRET_KEY_FALLBACKS", [])
# Keys of this project: comma-separated, the newest first, old ones stay readable.
TICKET_KEYS = env.secret("TICKET_KEYS", VAR_DIR / "secrets").split(",")
FIELD_KEYS = env.secret("FIELD_KEYS", VAR_DIR / "secrets").split(",")
AUDIT_KEY = env.secret("AUDIT_KEY", VAR_DIR / "secrets")

DEBUG = env.flag("DEBUG")
SITE_URL = env.text("SITE_URL", "http://localhost:8000").rstrip("/")
SECURE = SITE_URL.startswith("https://")
ALLOWED_HOSTS = env.words(
    "ALLOWED_HOSTS", [urlsplit(SITE_URL).hostname or "localhost", "127.0.0.1"]
)
CSRF_TRUSTED_ORIGINS = [SITE_URL]
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SECURE = SESSION_COOKIE_SECURE = SECURE
CSRF_COOKIE_NAME = "__Host-csrftoken" if SECURE else "csrftoken"
SESSION_COOKIE_NAME = "__Host-sessionid" if SECURE else "sessionid"
CSRF_FAILURE_VIEW = "peace.errors.form_stale"
SECURE_SSL_REDIRECT = SECURE
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
# Not in a demo: a browser would refuse plain HTTP to this machine for a year.
SECURE_HSTS_SECONDS = 31_536_000 if SECURE and not DEMO else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = SECURE
SECURE_REFERRER_POLICY = "same-origin"
# Only the proxy of docker-compose.yml may speak for the visitor's address and scheme.
PROXY_COUNT = env.number("PROXY_COUNT", 0)
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if PROXY_COUNT else None
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "connect-src": [SELF],
        "media-src": [SELF, "blob:"],
        "worker-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "object-src": [NONE],
        "frame-ancestors": [NONE],
    }
}
# Sites that may show the list of events in a frame (`/embed/events/`); nothing else
# of this site may be framed by anybody.
EMBED_ALLOWED = env.words("EMBED_ALLOWED", ["https://www.city.kunitachi.tokyo.jp"])
# What young people hand in; never under a web address (docs/operations.md).
PRIVATE_STORE = VAR_DIR / "private"
DATA_UPLOAD_MAX_MEMORY_SIZE = 1_048_576
# One file, and all files of one request; the proxy stops a little above the second.
FILE_MOST_BYTES = 10 * 1024 * 1024
FILES_MOST_BYTES = 6 * FILE_MOST_BYTES
DATA_UPLOAD_MAX_NUMBER_FILES = 20
FILE_UPLOAD_HANDLERS = [
    "peace.file_uploads.BoundedUploadHandler",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]
DATA_UPLOAD_MAX_NUMBER_FIELDS = 300

# --- Applications -------------------------------------------------------------
INSTALLED_APPS = [
    "peace",
    "peace.language",
    "peace.accounts",
    "peace.audit",
    "peace.outbox",
    "events.programme",
    "events.registration",
    "events.door",
    "events.reminders",
    "events.outreach",
    "events.results",
    "network.cities",
    "network.youth",
    "network.summit",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "peace.middleware.RubyMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "peace.accounts.middleware.LoginRequiredMiddleware",
    "peace.accounts.middleware.SecondFactorMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
]
ROOT_URLCONF = "peace.urls"
WSGI_APPLICATION = "peace.wsgi.application"

# --- Templates and forms ------------------------------------------------------
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
                "peace.site.site",
            ],
            "builtins": ["peace.language.templatetags.language"],
        },
    }
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

# --- Database -----------------------------------------------------------------
DATABASE_URL = env.text("DATABASE_URL") or f"sqlite:///{VAR_DIR / 'peace.sqlite3'}"
DATABASES = {"default": env.database(DATABASE_URL)}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # One writer at a time: take the lock at BEGIN, wait for it, and survive power loss.
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": (
            "PRAGMA journal_mode=WAL;PRAGMA synchronous=FULL;PRAGMA foreign_keys=ON;"
        ),
    }
else:
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = False
    DATABASES["default"]["OPTIONS"] = {
        # The last one is for a process that froze, or whose machine is cut off, with
        # rows locked: they are free again after a minute.
        "options": (
            "-c lock_timeout=3000 -c statement_timeout=10000"
            " -c idle_in_transaction_session_timeout=60000"
        ),
        "server_side_binding": True,
        # Planning a statement costs more than running it: plan it once a connection.
        # (A PgBouncer in between has to be 1.21 or newer, or in session mode.)
        "prepare_threshold": 3,
    }
DATABASES["default"]["CONN_MAX_AGE"] = 600
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# --- Cache, sessions ----------------------------------------------------------
REDIS_URL = env.text("REDIS_URL")
_MEMORY = "django.core.cache.backends.locmem.LocMemCache"
CACHES = {
    # Attempts, counted over all processes.
    "default": {
        "BACKEND": "peace.redis_cache.KeepingRedisCache",
        "LOCATION": REDIS_URL,
        "KEY_PREFIX": "peace",
        "OPTIONS": {"socket_connect_timeout": 0.5, "socket_timeout": 0.5},
    }
    if REDIS_URL
    else {"BACKEND": _MEMORY, "LOCATION": "default"},
    # Public pages, a few seconds long: each process keeps its own, which is faster
    # than asking Redis and does without it.
    "pages": {"BACKEND": _MEMORY, "LOCATION": "pages"},
}
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_AGE = 14 * 24 * 3600
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

# --- Accounts -----------------------------------------------------------------
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.ScryptPasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {
        "NAME": (
            "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"
        )
    },
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home_by_role"
ACCOUNT_ADAPTER = "peace.accounts.adapter.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_TIMEOUT = 600
ACCOUNT_EMAIL_VERIFICATION_SUPPORTS_RESEND = True
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 600
ACCOUNT_LOGIN_BY_CODE_SUPPORTS_RESEND = True
ACCOUNT_LOGIN_BY_CODE_FORMAT = {"numeric": True, "length": 6, "dashed": False}
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_FORMAT = ACCOUNT_LOGIN_BY_CODE_FORMAT
ACCOUNT_FORMS = {
    "login": "peace.accounts.forms.LoginForm",
    "signup": "peace.accounts.forms.SignupForm",
    "request_login_code": "peace.accounts.forms.RequestLoginCodeForm",
    "add_email": "peace.accounts.forms.AddEmailForm",
    "reset_password": "peace.accounts.forms.ResetPasswordForm",
    "confirm_login_code": "peace.accounts.forms.ConfirmLoginCodeForm",
    "confirm_email_verification_code": "peace.accounts.forms.ConfirmEmailForm",
}
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
# A school class or the city hall sits behind one address: the key counts first.
ACCOUNT_RATE_LIMITS = {
    "login": "300/m/ip",
    "login_failed": "300/m/ip,5/5m/key",
    "request_login_code": "120/m/ip,3/10m/key",
    "signup": "120/m/ip",
    "confirm_email": "3/10m/key",
}
MFA_ADAPTER = "peace.accounts.adapter.MFAAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "国立市 平和の催し"
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not SECURE
USERSESSIONS_TRACK_ACTIVITY = False
ALLAUTH_TRUSTED_PROXY_COUNT = PROXY_COUNT

# --- Languages and time -------------------------------------------------------
LANGUAGE_CODE = "ja"
LANGUAGES = [("ja", "日本語"), ("ja-easy", "やさしい日本語"), ("en", "English")]
# Easy Japanese is Japanese to a browser; Django needs to know the name of it.
django.conf.locale.LANG_INFO["ja-easy"] = {
    "bidi": False,
    "code": "ja-easy",
    "name": "Easy Japanese",
    "name_local": "やさしい日本語",
}
LOCALE_PATHS = [BASE_DIR / "peace" / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Tokyo"

# --- Static files -------------------------------------------------------------
STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
SCANNER_PACKAGES = BASE_DIR / "node_modules"
STATICFILES_DIRS = [
    (prefix, folder)
    for prefix, folder in [
        ("zxing", SCANNER_PACKAGES / "zxing-wasm" / "dist" / "iife" / "reader"),
        ("zxing/wasm", SCANNER_PACKAGES / "zxing-wasm" / "dist" / "reader"),
    ]
    if folder.exists()
]
# Typefaces of posters and link pictures; pages use those of the reader's system.
FONT_PACKAGES = BASE_DIR / "node_modules" / "@expo-google-fonts"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "peace.static_files.HashedStaticFiles"},
}

# --- Mail ---------------------------------------------------------------------
# Whatever a library sends goes into the outbox; only the relay talks to SMTP.
EMAIL_BACKEND = "peace.outbox.backend.OutboxBackend"
EMAIL_URL = env.text("EMAIL_URL")
MAIL_FOLDER = VAR_DIR / "mail"
if EMAIL_URL:
    _mail = env.email(EMAIL_URL)
    OUTBOX_CARRIER = _mail.pop("EMAIL_BACKEND")
    _mail.pop("EMAIL_FILE_PATH", None)
    EMAIL_HOST = _mail.get("EMAIL_HOST")
    EMAIL_PORT = _mail.get("EMAIL_PORT")
    EMAIL_HOST_USER = _mail.get("EMAIL_HOST_USER") or ""
    EMAIL_HOST_PASSWORD = env.text("EMAIL_PASSWORD") or (
        _mail.get("EMAIL_HOST_PASSWORD") or ""
    )
    EMAIL_USE_TLS = _mail.get("EMAIL_USE_TLS", False)
    EMAIL_USE_SSL = _mail.get("EMAIL_USE_SSL", False)
else:
    OUTBOX_CARRIER = "peace.outbox.folder.FolderBackend"
# Letters about these are rung and posted by another city itself, from its own pages:
# they stand on no call list and in no print queue of this office.
OUTBOX_TOLD_ELSEWHERE = ("application:",)
EMAIL_TIMEOUT = 30
EMAIL_DOMAIN = env.text("EMAIL_DOMAIN", "peace.example.jp")
DEFAULT_FROM_EMAIL = env.text("FROM_EMAIL", f"国立市 平和事業 <heiwa@{EMAIL_DOMAIN}>")
SERVER_EMAIL = DEFAULT_FROM_EMAIL
# News may come from another address of the same domain than what people wait for.
NEWS_FROM_EMAIL = env.text("NEWS_FROM_EMAIL", DEFAULT_FROM_EMAIL)
# A mailbox whose mail `read_bounces` reads; without one, returned mail goes to the
# sender. It takes `name+anything@…`, and its domain stands in SPF.
RETURN_ADDRESS = env.text("RETURN_ADDRESS")
RETURN_IMAP_URL = env.text("RETURN_IMAP_URL")
RETURN_IMAP_PASSWORD = env.text("RETURN_IMAP_PASSWORD")

# --- The queue ----------------------------------------------------------------
CELERY_BROKER_URL = REDIS_URL or "filesystem://"
CELERY_BROKER_TRANSPORT_OPTIONS = (
    {"socket_connect_timeout": 1, "socket_timeout": 5}
    if REDIS_URL
    else {
        "data_folder_in": str(VAR_DIR / "queue"),
        "data_folder_out": str(VAR_DIR / "queue"),
        "control_folder": str(VAR_DIR / "queue-control"),
        "polling_interval": 0.3,
    }
)
CELERY_TASK_IGNORE_RESULT = True
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_TIMEZONE = TIME_ZONE
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_BEAT_SCHEDULE_FILENAME = str(VAR_DIR / "beat-schedule")

# --- Logging ------------------------------------------------------------------
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {
            "class": "peace.logs.RedactingFormatter",
            "format": "%(asctime)s %(levelname)s %(name)s %(message)s",
        }
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": env.text("LOG_LEVEL", "INFO")},
    "loggers": {
        "django.server": {"level": "WARNING"},
        "kombu.connection": {"level": "ERROR"},
    },
}

# --- The office ---------------------------------------------------------------
# Whom to ring. From the city's public page; a deployment may set its own.
OFFICE_PHONE = env.text("OFFICE_PHONE", "042-576-2111")
OFFICE_EXTENSION = env.text("OFFICE_EXTENSION", "229・256")
