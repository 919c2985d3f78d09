"""What every installation shares. Secrets and addresses come from the environment."""

from email.utils import parseaddr
from pathlib import Path
from urllib.parse import urlsplit

import dj_database_url
import environ
from csp.constants import NONE, SELF

BASE_DIR = Path(__file__).resolve().parent.parent.parent
VAR_DIR = BASE_DIR / "var"
env = environ.Env()

# The network itself: another network changes these and its data, no code.
NETWORK_NAME = env("NETWORK_NAME", default="DIT North-West Network")
NETWORK_SHORT_NAME = env("NETWORK_SHORT_NAME", default="DIT North-West")
NETWORK_RHYTHM = env("NETWORK_RHYTHM", default="every two months")  # how often it meets, as its pages say it
CONTROLLER_NAME = env("CONTROLLER_NAME", default="")
CONTROLLER_CONTACT = env("CONTROLLER_CONTACT", default="")
PUBLIC_ADDRESS = env("PUBLIC_ADDRESS", default="http://localhost:8000")
CALENDAR_DOMAIN = env("CALENDAR_DOMAIN", default="calendar.dit-northwest.example")

DEBUG = False
DEMO = False
SECRET_KEY = env("SECRET_KEY", default="")
SECRET_KEY_FALLBACKS: list[str] = env.list("SECRET_KEY_FALLBACKS", default=[])
ALLOWED_HOSTS: list[str] = env.list("ALLOWED_HOSTS", default=[])
USE_X_FORWARDED_HOST = False
TRUSTED_PROXY_COUNT = env.int("TRUSTED_PROXY_COUNT", default=0)
ROOT_URLCONF = "dit_network.urls"
WSGI_APPLICATION = "dit_network.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
SITE_ID = 1

INSTALLED_APPS = [
    "dit_network",
    "minutes",
    "meetings",
    "members",
    "outbox",
    "accounts",
    "look",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.usersessions",
    "crispy_forms",
    "csp",
    "django_filters",
    "django_htmx",
    "simple_history",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.humanize",
    "django.contrib.staticfiles",
    "django.forms",
]

MIDDLEWARE = [
    "csp.middleware.CSPMiddleware",  # these three before the one that leads from plain HTTP to the encrypted page
    "django_permissions_policy.PermissionsPolicyMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "dit_network.middleware.log_request",
    "dit_network.middleware.refuse_unused_methods",
    "dit_network.middleware.refuse_malformed",
    "dit_network.middleware.keep_private",
    "dit_network.live.whole_page",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "accounts.sessions.end_in_time",
    "allauth.account.middleware.AccountMiddleware",
    "accounts.staff.GuardAdmin",
    "members.middleware.note_record_views",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "simple_history.middleware.HistoryRequestMiddleware",
    "dit_network.meanwhile.AskAgain",
]

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
                "dit_network.context.network",
            ],
        },
    },
]
FORMS_URLFIELD_ASSUME_HTTPS = True  # what Django 6 does by itself
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
CRISPY_ALLOWED_TEMPLATE_PACKS = "dit"
CRISPY_TEMPLATE_PACK = "dit"

# SQLite takes the write lock when a transaction begins, so counting places cannot race.
SQLITE_OPTIONS = {
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    "init_command": (
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON; PRAGMA secure_delete=ON;"
    ),
}
DATABASES = {
    "default": dj_database_url.parse(
        env("DATABASE_URL", default=f"sqlite:///{VAR_DIR / 'db.sqlite3'}"),
        conn_max_age=60,
        conn_health_checks=True,
    )
}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    DATABASES["default"]["OPTIONS"] = SQLITE_OPTIONS
    DATABASES["default"]["CONN_MAX_AGE"] = 0
else:
    # PostgreSQL compiles what it takes for long questions, which takes longer than answering any of ours.
    DATABASES["default"].setdefault("OPTIONS", {}).setdefault("options", "-c jit=off")

# Rate limits must be shared by all workers, hence a table.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "cache",
        "OPTIONS": {"MAX_ENTRIES": 50_000},
    }
}

LANGUAGE_CODE = "en-gb"
FORMAT_MODULE_PATH = "look.formats"
TIME_ZONE = "Europe/London"
USE_I18N = True
USE_TZ = True

STATIC_URL = "static/"
STATIC_ROOT: Path | str | None = BASE_DIR / "staticfiles"
STATICFILES_DIRS = [BASE_DIR / "static"]

# Mail: one block, one place (these settings change shape in Django 6.1).
DEFAULT_FROM_EMAIL = env("DEFAULT_FROM_EMAIL", default=f"{NETWORK_NAME} <network@dit-northwest.example>")
SERVER_EMAIL = DEFAULT_FROM_EMAIL
# Where answers of calendar programs and reports of mail servers arrive; "+..." is put before its @ (RFC 5233).
REPLY_ADDRESS = env("REPLY_ADDRESS", default=parseaddr(DEFAULT_FROM_EMAIL)[1])
REPLY_MAILBOX = env("REPLY_MAILBOX", default="")  # imaps://user:password@server/INBOX; empty: nothing is fetched
REPLY_AUTHSERV_ID = env("REPLY_AUTHSERV_ID", default="")  # whose Authentication-Results count (RFC 8601)
# For the page that looks at our DNS records: the key of whoever signs for us, and whom to ask (empty: as the machine).
DKIM_SELECTOR = env("DKIM_SELECTOR", default="")
DKIM_PUBLIC_KEY = env("DKIM_PUBLIC_KEY", default="")
DNS_SERVERS: list[str] = env.list("DNS_SERVERS", default=[])
EMAIL_TIMEOUT = 20
DEMO_MAIL = str(VAR_DIR / "demo-mail")  # where mail stays under DEMO
_mail = env.email_url("EMAIL_URL", default="consolemail://")
EMAIL_BACKEND = _mail["EMAIL_BACKEND"]
EMAIL_HOST, EMAIL_PORT = _mail["EMAIL_HOST"], _mail["EMAIL_PORT"]
EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = _mail["EMAIL_HOST_USER"], _mail["EMAIL_HOST_PASSWORD"]
EMAIL_USE_TLS, EMAIL_USE_SSL = _mail.get("EMAIL_USE_TLS", False), _mail.get("EMAIL_USE_SSL", False)

# Who can sign in.
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "accounts.passwords.NotCommon"},
    {"NAME": "accounts.passwords.NotTheAddress"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "home"

# Signing in: by address, with a code, a password or a passkey. Reasons are in docs/decisions.md.
ACCOUNT_ADAPTER = "accounts.adapter.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1"]
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_TIMEOUT = 10 * 60
ACCOUNT_EMAIL_VERIFICATION_SUPPORTS_RESEND = True
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 10 * 60
ACCOUNT_PASSWORD_RESET_BY_CODE_ENABLED = True
ACCOUNT_PASSWORD_RESET_BY_CODE_TIMEOUT = 10 * 60
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = True
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_MAX_EMAIL_ADDRESSES = 3
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_REAUTHENTICATION_TIMEOUT = 10 * 60
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_RATE_LIMITS = {
    # Wrong passwords and wrong second factors: the key is the person, whichever of their addresses was typed.
    "login_failed": "5/5m/key,10/h/key,30/d/key",
    # Wrong passwords for anybody, from one network address.
    "spraying": "20/5m/ip,60/h/ip",
    # Mail: the key is the address it goes to.
    "request_login_code": "60/h/ip,5/15m/key,10/h/key",
    "reset_password": "60/h/ip,5/h/key",
    "confirm_email": "1/10s/key,10/h/key",
    "signup": "60/h/ip",
    "login": "60/5m/ip",
    "reset_password_from_key": "20/15m/ip",
    # Signed in already.
    "manage_email": "30/h/user",
    "change_password": "5/15m/user",
    "reauthenticate": "10/15m/user",
}
ACCOUNT_FORMS = {
    "login": "accounts.forms.LoginForm",
    "signup": "accounts.forms.SignupForm",
    "request_login_code": "accounts.forms.RequestLoginCodeForm",
    "confirm_login_code": "accounts.forms.ConfirmLoginCodeForm",
    "confirm_email_verification_code": "accounts.forms.ConfirmEmailVerificationCodeForm",
    "confirm_password_reset_code": "accounts.forms.ConfirmPasswordResetCodeForm",
    "reauthenticate": "accounts.forms.ReauthenticateForm",
    "add_email": "accounts.forms.AddEmailForm",
    "change_email": "accounts.forms.ChangeEmailForm",
    "set_password": "accounts.forms.SetPasswordForm",
    "change_password": "accounts.forms.ChangePasswordForm",
    "reset_password": "accounts.forms.ResetPasswordForm",
    "reset_password_from_key": "accounts.forms.ResetPasswordKeyForm",
}
ALLAUTH_USER_CODE_FORMAT = {"numeric": True, "length": 8, "dashed": True}
ALLAUTH_TRUSTED_PROXY_COUNT = TRUSTED_PROXY_COUNT
MFA_ADAPTER = "accounts.factors.FactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_FORMS = {
    "authenticate": "accounts.forms.AuthenticateForm",
    "reauthenticate": "accounts.forms.ReauthenticateFactorForm",
    "activate_totp": "accounts.forms.ActivateTOTPForm",
    "deactivate_totp": "accounts.forms.DeactivateTOTPForm",
    "generate_recovery_codes": "accounts.forms.GenerateRecoveryCodesForm",
    "add_webauthn": "accounts.forms.AddWebAuthnForm",
    "edit_webauthn": "accounts.forms.EditWebAuthnForm",
}

# Headers. Nothing inline, nothing from elsewhere, the admin included.
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "object-src": [NONE],
        "frame-ancestors": [NONE],
    }
}

# Another way to sign in, through an organisation that speaks OpenID Connect: off unless its server is named.
if OIDC_SERVER := env("OIDC_SERVER", default=""):
    INSTALLED_APPS.append("allauth.socialaccount.providers.openid_connect")
    OIDC_CLIENT = {"client_id": env("OIDC_CLIENT_ID"), "secret": env("OIDC_SECRET")}
    OIDC_APP = {"provider_id": "organisation", "name": env("OIDC_NAME"), "settings": {"server_url": OIDC_SERVER}}
    SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": [OIDC_APP | OIDC_CLIENT]}}
    CONTENT_SECURITY_POLICY["DIRECTIVES"]["form-action"].append(f"https://{urlsplit(OIDC_SERVER).netloc}")

NOT_USED: tuple[str, ...] = ("accelerometer", "camera", "display-capture", "geolocation", "gyroscope")
NOT_USED += ("magnetometer", "microphone", "midi", "payment", "usb")
PERMISSIONS_POLICY: dict[str, list[str]] = {feature: [] for feature in NOT_USED}
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "dit_network.errors.csrf_failure"
SESSION_COOKIE_AGE = 60 * 60 * 24 * 14
DATA_UPLOAD_MAX_MEMORY_SIZE = 1_000_000
# One file at a time, kept in memory while it is looked at and never on a disk; the proxy in front takes no more either.
DATA_UPLOAD_MAX_NUMBER_FILES = 1
FILE_UPLOAD_HANDLERS = ["minutes.uploads.BoundedUpload"]
MOST_BYTES_OF_A_REQUEST = 32 * 1024 * 1024
