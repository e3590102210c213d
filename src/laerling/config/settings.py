"""Django's settings, one file for every process; `LAERLING_SITE` says which process this is."""

from psycopg.conninfo import conninfo_to_dict

from laerling.config import changelog, logs
from laerling.config.env import env

_env = env()

SITE = _env.site
DEMO = _env.demo
DEBUG = _env.debug
HOME = _env.home.resolve()
VERSION = changelog.version()
SECRET_KEY = _env.secret("secret-key")
ALLOWED_HOSTS = _env.allowed_hosts
PROXIES = _env.proxies
STAFF_URL = _env.staff_url
ANSWERING_URL = _env.answering_url
INBOX_URL = _env.inbox_url
SFTP_HOST = _env.sftp_host
SFTP_PORT = _env.sftp_port
# Register files that lie here are taken in by the season's clockwork.
INBOX = _env.inbox or HOME / "inbox"
# More column maps than the house's own.
LAYOUTS = _env.layouts
SUPPORT_EMAIL = _env.support_email
CONTACT_EMAIL = _env.contact_email

# --- database: each process takes its own role as soon as it connects; commands and migrations own the tables.
ROLE_OF_SITE = {
    "staff": "laerling_staff",
    "answering": "laerling_answering",
    "worker": "laerling_worker",
    "sftp": "laerling_sftp",
}
_connection = conninfo_to_dict(_env.database_url or "")
_role = ROLE_OF_SITE.get(SITE)
# The answering site plans its few statements once a connection, and finds a dead one at its first (responses.answering).
_PLANNED = {"server_side_binding": True, "prepare_threshold": 1}
DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": _connection.get("dbname", ""),
        "USER": _connection.get("user", ""),
        "PASSWORD": _connection.get("password", ""),
        "HOST": _connection.get("host", ""),
        "PORT": _connection.get("port", ""),
        "CONN_MAX_AGE": None,
        "CONN_HEALTH_CHECKS": SITE != "answering",
        "OPTIONS": ({"options": f"-c role={_role}"} if _role else {}) | (_PLANNED if SITE == "answering" else {}),
    }
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# --- the house
STATIONS = [
    "kernel",
    "audit",
    "organisations",
    "access",
    "rounds",
    "questionnaire",
    "register",
    "sample",
    "outbox",
    "invitations",
    "responses",
    "gatherings",
    "release",
    "reports",
    "season",
]
PORTALS = [
    *("shell", "signin", "accounts", "checking", "ordering", "gathering", "answering", "sheets"),
    *("reporting", "history", "questions", "urn", "sftp", "receipts"),
]
INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django_cotton.apps.SimpleAppConfig",
    "django_htmx",
    "procrastinate.contrib.django",
    *(f"laerling.{station}" for station in STATIONS),
    *(f"laerling.portals.{portal}" for portal in PORTALS),
    "laerling.demo",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "laerling.config",
]
ROOT_URLCONF = f"laerling.config.urls.{SITE if SITE in {'answering', 'inbox'} else 'staff'}"
WSGI_APPLICATION = "laerling.config.wsgi.application"

# The answering site keeps no sessions and knows no accounts.
_SIGNED_IN = [
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "laerling.portals.shell.sessions.lifetime",
]
MIDDLEWARE = [
    "laerling.portals.shell.middleware.headers",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    *([] if SITE == "answering" else _SIGNED_IN[:1]),
    "laerling.portals.shell.language.languages",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    *([] if SITE == "answering" else _SIGNED_IN[1:]),
    *([] if SITE == "answering" else ["django_htmx.middleware.HtmxMiddleware"]),
    "laerling.portals.shell.middleware.bounded",
    "allauth.account.middleware.AccountMiddleware",
    "laerling.portals.shell.middleware.refusals",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "OPTIONS": {
            "loaders": [
                (
                    "django.template.loaders.cached.Loader",
                    [
                        "django_cotton.cotton_loader.Loader",
                        "django.template.loaders.filesystem.Loader",
                        "django.template.loaders.app_directories.Loader",
                    ],
                )
            ],
            "builtins": ["django_cotton.templatetags.cotton"],
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                *([] if SITE == "answering" else ["django.contrib.messages.context_processors.messages"]),
                "laerling.portals.shell.context.shell",
            ],
        },
    }
]

# --- people: accounts, second factors and others' sign-ins by django-allauth, in our clothes (portals/signin)
AUTH_USER_MODEL = "access.Account"
AUTHENTICATION_BACKENDS = ["laerling.portals.signin.backends.AccountBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "laerling.access.passwords.LongEnough", "OPTIONS": {"min_length": 15}},
    {"NAME": "laerling.access.passwords.EasyToGuess"},
]
LOGIN_URL = "signin:sign-in"
LOGIN_REDIRECT_URL = "/"
# What links, one-time passwords and counts of mistakes are made from, and what second factors are encrypted with.
LINKS_KEY = "" if SITE == "answering" else _env.secret("account-links")
SECOND_FACTOR_KEY = "" if SITE == "answering" else _env.secret("second-factor")

ACCOUNT_ADAPTER = "laerling.portals.signin.adapters.Accounts"
ACCOUNT_FORMS = {"login": "laerling.portals.signin.forms.entrance.SignInForm"}
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
# The browser forgets when it closes; how long a session lasts is the shell's business.
ACCOUNT_SESSION_REMEMBER = False
# Mistakes with passwords are counted in access.actions.attempts; this counts codes, which only come after a password.
ACCOUNT_RATE_LIMITS = {"login": None, "login_failed": "5/5m/key"}
# Every page that needs it is behind the shell's own `fresh`.
ACCOUNT_REAUTHENTICATION_REQUIRED = False
MFA_ADAPTER = "laerling.portals.signin.adapters.SecondFactors"
MFA_FORMS = {
    "authenticate": "laerling.portals.signin.forms.factors.CodeForm",
    "activate_totp": "laerling.portals.signin.forms.factors.NewAppForm",
    "add_webauthn": "laerling.portals.signin.forms.factors.NewPasskeyForm",
}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_REAUTHENTICATION_REQUIRED = False
MFA_TOTP_ISSUER = "Lærlingundersøkelsen"
# One step of thirty seconds each way: telephones' clocks differ.
MFA_TOTP_TOLERANCE = 1
# On this machine, without TLS, a browser allows passkeys for "localhost".
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not _env.https
SOCIALACCOUNT_ADAPTER = "laerling.portals.signin.adapters.Doors"
SOCIALACCOUNT_LOGIN_ON_GET = True
SOCIALACCOUNT_REQUESTS_TIMEOUT = 10
DOORS = {door.id: door for door in _env.oidc}
SOCIALACCOUNT_PROVIDERS = {
    "door": {
        "APPS": [
            {"provider_id": door.id, "name": door.name, "client_id": door.client_id, "secret": door.secret}
            for door in DOORS.values()
        ],
        "OAUTH_PKCE_ENABLED": True,
    }
}
ALLAUTH_TRUSTED_PROXY_COUNT = _env.proxies

# Half an hour without a sign of life ends a session, and twelve hours do in any case (portals/shell/sessions). The row
# stays for a day, so that who comes back is known again and finds the form they had filled in.
SESSION_IDLE_SECONDS = 30 * 60
SESSION_LONGEST_SECONDS = 12 * 60 * 60
SESSION_WARN_SECONDS = 2 * 60
FRESH_SECONDS = 10 * 60
SESSION_COOKIE_AGE = 24 * 60 * 60
SESSION_COOKIE_NAME = "__Host-session" if _env.https else "laerling_session"
SESSION_COOKIE_SECURE = _env.https
CSRF_COOKIE_SECURE = _env.https
CSRF_COOKIE_HTTPONLY = True
# Browsers keep cookies by host, not by port: in a demo three sites share one host.
CSRF_COOKIE_NAME = "__Host-csrf" if _env.https else f"laerling_csrf_{SITE}"
CSRF_FAILURE_VIEW = "laerling.portals.shell.errors.csrf_failure"
BROWSER_COOKIE_NAME = "__Host-browser" if _env.https else "laerling_browser"

# --- what processes share for a while: used codes, counts. In the database, since there is no other server.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "shared_cache",
        # Far more than there can be codes and counts at once: what is used must not be forgotten for want of room.
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    }
}

# --- languages: English source texts, bokmål by default, nynorsk its equal
LANGUAGE_CODE = "nb"
LANGUAGES = [("nb", "Bokmål"), ("nn", "Nynorsk"), ("en", "English")]
LANGUAGE_COOKIE_NAME = "language"
LANGUAGE_COOKIE_SECURE = _env.https
LANGUAGE_COOKIE_SAMESITE = "Lax"
TIME_ZONE = "Europe/Oslo"
USE_TZ = True
USE_THOUSAND_SEPARATOR = True

# --- static files
STATIC_URL = "static/"
STATIC_ROOT = HOME / "static"
STORAGES = {"staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"}}

# --- what a browser may do
SECURE_CONTENT_TYPE_NOSNIFF = True
# Not "no-referrer": browsers then send no origin with a form, and Django refuses it. A personal link leaves no site.
SECURE_REFERRER_POLICY = "same-origin"
SECURE_SSL_REDIRECT = _env.https
SECURE_HSTS_SECONDS = 31_536_000 if _env.https else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = _env.https
SECURE_HSTS_PRELOAD = _env.https
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if _env.https else None
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "font-src": ["'self'"],
        "connect-src": ["'self'"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'none'"],
        "base-uri": ["'none'"],
    }
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 64 * 1024 if SITE == "answering" else 2_621_440
# How large a request's body may be: a form's, and with a file from somebody who is signed in (as register files may be).
MAX_BODY_BYTES = DATA_UPLOAD_MAX_MEMORY_SIZE
MAX_UPLOAD_BYTES = 301 * 1024 * 1024

# --- mail
EMAIL_HOST = _env.email_host
EMAIL_PORT = _env.email_port
EMAIL_HOST_USER = _env.email_user
EMAIL_HOST_PASSWORD = _env.email_password
EMAIL_USE_TLS = _env.email_tls
DEFAULT_FROM_EMAIL = _env.email_from
EMAIL_BOUNCES = _env.email_bounces
EMAIL_CONNECTIONS = _env.email_connections
# What providers tell of mails is read by django-anymail; nothing is sent through it.
EMAIL_PROVIDER = _env.email_provider
ANYMAIL = _env.email_provider_keys
BOUNCE_BOX = _env.bounces

# --- SMS
SMS_GATEWAY = _env.sms
SMS_SENDER = _env.sms_sender
RECEIPTS_SECRET = "" if SITE == "answering" else _env.secret("receipts")

# --- jobs
PROCRASTINATE_ON_APP_READY = None

LOGGING = logs.configuration(SITE)
