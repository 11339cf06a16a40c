"""Production: what is secret or local comes from the environment; the boot checks say what is missing."""

from config.settings.base import *
from config.settings.base import SILENCED_SYSTEM_CHECKS, env

# Facts of the weather, without a word about anybody.
METALERTS_URL = env.service("METALERTS_URL", "https://api.met.no/weatherapi/metalerts/2.0/current.rss")
# What an organisation is, by its number.
ENHETSREGISTERET_URL = env.service("ENHETSREGISTERET_URL", "https://data.brreg.no/enhetsregisteret/api")
FRIVILLIGHETSREGISTERET_URL = env.service(
    "FRIVILLIGHETSREGISTERET_URL", "https://data.brreg.no/frivillighetsregisteret/api"
)
SECURE_SSL_REDIRECT = env.flag("SECURE_SSL_REDIRECT", True)
# Heard from trusted proxies alone: `core.proxies` takes it from everybody else.
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_HSTS_SECONDS = env.number("SECURE_HSTS_SECONDS", 31_536_000, least=0, most=63_072_000)
# These bind other sites under the municipality's name, and cannot be taken back for a year: whoever answers
# for the whole domain decides.
SECURE_HSTS_INCLUDE_SUBDOMAINS = env.flag("SECURE_HSTS_INCLUDE_SUBDOMAINS")
SECURE_HSTS_PRELOAD = env.flag("SECURE_HSTS_PRELOAD")
# Django would have both on (W005, W021). A short key (W009) and missing hosts (W020) our own checks name.
SILENCED_SYSTEM_CHECKS = [
    *SILENCED_SYSTEM_CHECKS,
    "security.W005",
    "security.W021",
    "security.W009",
    "security.W020",
]
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True
LANGUAGE_COOKIE_SECURE = True
