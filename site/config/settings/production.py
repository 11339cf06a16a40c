"""Production: what is secret or local comes from the environment; the boot checks say what is missing."""

from config.settings.base import *
from config.settings.base import env

SECURE_SSL_REDIRECT = env.bool("SECURE_SSL_REDIRECT", default=True)
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_HSTS_SECONDS = env.int("SECURE_HSTS_SECONDS", default=31_536_000)
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
# The reverse proxy names the client; without this all visitors would share one rate limit.
RATELIMIT_IP_META_KEY = "HTTP_X_REAL_IP"
ALLAUTH_TRUSTED_CLIENT_IP_HEADER = "X-Real-IP"
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True
LANGUAGE_COOKIE_SECURE = True
