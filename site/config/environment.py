"""Reads settings from the environment, and notes what cannot work instead of stopping at the first of it.

The notes are shown all at once by `config.checks`. No message holds a value: some of them are secrets.
"""

import ipaddress
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured
from environ import Env

YES = {"1", "true", "yes", "on"}
NO = {"0", "false", "no", "off"}
ENCODE = "Write # as %23, / as %2F, ? as %3F and @ as %40 in a user name or password."
MAIL_SCHEMES = ("smtp", "smtp+tls", "smtp+ssl")
# Those that django-anymail speaks to for us, over https.
MAIL_PROVIDERS = ("postmark", "mailgun", "brevo")
# The second is not encrypted: for a provider on this machine, such as the first look's.
SMS_SCHEMES = ("sveve", "sveve+http")
# Sveve: at most eleven signs, at least three for iPhone, none special; or a number.
SMS_SENDER = re.compile(r"[A-Za-z0-9 ]{3,11}|[0-9]{4,15}")
IPNetwork = ipaddress.IPv4Network | ipaddress.IPv6Network


@dataclass(frozen=True)
class Problem:
    """A setting that cannot work: its name, what is wrong with it, and what to write instead."""

    setting: str
    what: str
    remedy: str


class Environment:
    """The settings that a process was started with. An empty value counts as one that is not there."""

    def __init__(self, values: Mapping[str, str]) -> None:
        self.values = values
        self.problems: list[Problem] = []

    def text(self, name: str, default: str = "") -> str:
        return self.values.get(name, "").strip() or default

    def texts(self, name: str, default: Sequence[str] = ()) -> list[str]:
        """A list written with commas."""
        found = [part.strip() for part in self.text(name).split(",")]
        return [part for part in found if part] or list(default)

    def choice(self, name: str, default: str, choices: Sequence[str]) -> str:
        value = self.text(name, default)
        if value not in choices:
            self._note(name, "is not one of those that there are", f"Write {' or '.join(choices)}.")
            return default
        return value

    def flag(self, name: str, default: bool = False) -> bool:
        value = self.text(name).lower()
        if value and value not in YES | NO:
            self._note(name, "is neither yes nor no", "Write 1 or 0.")
        return value in YES if value in YES | NO else default

    def number(self, name: str, default: int, *, least: int, most: int) -> int:
        """A whole number from `least` to `most`; `default` stands in for one that is not."""
        value = self.text(name)
        if not value:
            return default
        if not (value.isascii() and value.isdigit() and least <= int(value) <= most):
            self._note(name, f"is no whole number from {least} to {most}", f"Leave it out for {default}.")
            return default
        return int(value)

    def folder(self, name: str, default: Path) -> Path:
        """A folder; a relative one is taken from where the process was started."""
        return Path(self.text(name)).absolute() if self.text(name) else default

    def networks(self, name: str, default: Sequence[str]) -> list[IPNetwork]:
        """Addresses and networks (CIDR), with commas."""
        found = []
        for part in self.texts(name, default):
            try:
                found.append(ipaddress.ip_network(part, strict=False))
            except ValueError:
                self._note(name, "holds something that is no address and no network", "Write 10.0.0.0/8.")
        return found

    def database(self, name: str, default: str) -> dict[str, Any]:
        """Django's settings of a database from its address."""
        remedy = f"Write postgresql://user:password@host:5432/name. {ENCODE}"
        url = self._address(name, default, schemes=("postgresql", "postgres"), remedy=remedy)
        return dict(Env.db_url_config(url or default))

    def redis(self, name: str, default: str) -> str:
        remedy = f"Write redis://:password@host:6379/0. {ENCODE}"
        return (
            self._address(name, default, schemes=("redis", "rediss", "unix"), remedy=remedy, bare=True)
            or default
        )

    def mail(self, name: str, default: str) -> dict[str, Any]:
        """Django's settings of a mail server from its address. Other back ends are for development."""
        remedy = (
            "Write smtp+tls://user:password@host:587 (STARTTLS) or smtp+ssl://user:password@host:465; "
            f"smtp://host:25 is not encrypted. {ENCODE}"
        )
        schemes = (*MAIL_SCHEMES, *(set(Env.EMAIL_SCHEMES) - {"smtps"}), *MAIL_PROVIDERS)
        url = self._address(name, default, schemes=schemes, remedy=remedy, bare=True)
        provider = urlsplit(url).scheme
        if provider in MAIL_PROVIDERS:
            return {
                "EMAIL_BACKEND": f"anymail.backends.{provider}.EmailBackend",
                **self._mail_account(name, url),
            }
        return dict(Env.email_url_config(url or default))

    def _mail_account(self, name: str, url: str) -> dict[str, Any]:
        """django-anymail's settings of the account that an address names."""
        parts = urlsplit(url)
        if not (parts.username and parts.hostname):
            self._note(
                name, "names no key or no host", "Write postmark://key@default, or mailgun://key@domain."
            )
        key, asked = unquote(parts.username or ""), dict(parse_qsl(parts.query))
        if parts.scheme == "postmark":
            return {"ANYMAIL": {"POSTMARK_SERVER_TOKEN": key}}
        if parts.scheme == "brevo":
            return {"ANYMAIL": {"BREVO_API_KEY": key}}
        host = "api.eu.mailgun.net" if asked.get("region") == "eu" else "api.mailgun.net"
        account = {
            "MAILGUN_API_KEY": key,
            "MAILGUN_SENDER_DOMAIN": parts.hostname or "",
            "MAILGUN_API_URL": f"https://{host}/v3",
        }
        return {"ANYMAIL": account}

    def mailbox(self, name: str) -> dict[str, Any]:
        """An IMAP mailbox from its address; {} where there is none, or it cannot work."""
        if not self.text(name):
            return {}
        remedy = f"Write imap+ssl://user:password@imap.example.org/INBOX. {ENCODE}"
        url = self._address(name, "", schemes=("imap", "imap+ssl"), remedy=remedy, bare=True)
        if not url:
            return {}
        parts = urlsplit(url)
        folder = unquote(parts.path.strip("/")) or "INBOX"
        if not (parts.hostname and parts.username and parts.password) or re.search(r'["\\\x00-\x1f]', folder):
            self._note(name, "names no user, password or host", remedy)
            return {}
        is_safe = parts.scheme == "imap+ssl"
        return {
            "ssl": is_safe,
            "host": parts.hostname,
            "port": parts.port or (993 if is_safe else 143),
            "user": unquote(parts.username),
            "password": unquote(parts.password),
            "folder": folder,
        }

    def star_address(self, name: str) -> str:
        """An e-mail address, with a star in it or without; "" where there is none, or it is none."""
        value = self.text(name)
        if value and not re.fullmatch(r"[A-Za-z0-9._+-]{0,18}\*?[A-Za-z0-9._-]{0,2}@[A-Za-z0-9.-]+", value):
            self._note(name, "is no e-mail address", "Write retur+*@moteplass.no, or retur@moteplass.no.")
            return ""
        return value

    def service(self, name: str, default: str = "") -> str:
        """The https address of a service of others'; "off" says that it is not asked at all."""
        if self.text(name).lower() == "off":
            return ""
        if not self.text(name, default):
            return ""
        remedy = "Write an address that begins with https://, or off."
        return self._address(name, default, schemes=("https", "http"), remedy=remedy)

    def sms(self, name: str, default: str = "") -> dict[str, Any]:
        """The account at an SMS provider from its address; {} where there is none, or it cannot work."""
        if not self.text(name, default):
            return {}
        remedy = (
            "Write sveve://user:password@sveve.no?sender=Moteplass: a name of 3 to 11 letters and figures, "
            f"or a number that people can answer. {ENCODE}"
        )
        url = self._address(name, default, schemes=SMS_SCHEMES, remedy=remedy, bare=True)
        if not url:
            return {}
        parts = urlsplit(url)
        sender = dict(parse_qsl(parts.query)).get("sender", "")
        if not (parts.hostname and parts.username and parts.password):
            self._note(name, "names no user, password or host", remedy)
            return {}
        if not SMS_SENDER.fullmatch(sender):
            self._note(name, "names no sender that a telephone can show", remedy)
            return {}
        scheme, _plus, unsafe = parts.scheme.partition("+")
        return {
            "scheme": scheme,
            "secure": unsafe != "http",
            "host": parts.hostname,
            "port": parts.port,
            "path": parts.path.rstrip("/"),
            "user": unquote(parts.username or ""),
            "password": unquote(parts.password or ""),
            "sender": sender,
        }

    def secret(self, name: str) -> str:
        """A secret that stands in an address; "" where there is none, or it is none."""
        value = self.text(name)
        if value and not re.fullmatch(r"[A-Za-z0-9_-]{20,100}", value):
            remedy = 'Write what python3 -c "import secrets; print(secrets.token_urlsafe(32))" prints.'
            self._note(name, "is no secret of 20 to 100 letters and figures", remedy)
            return ""
        return value

    def _address(
        self, name: str, default: str, *, schemes: Sequence[str], remedy: str, bare: bool = False
    ) -> str:
        """The address `name`, or "" when it cannot be read. `bare`: it may lack a path."""
        value = self.text(name, default)
        try:
            parts = urlsplit(value)
            _ = parts.port
        except (ValueError, ImproperlyConfigured):
            self._note(name, "is no address that can be read", remedy)
            return ""
        if parts.scheme not in schemes:
            self._note(name, "begins with something else than it should", remedy)
            return ""
        if _is_torn(parts) or not (bare or parts.path.strip("/")):
            self._note(name, "is no address that can be read", remedy)
            return ""
        return value

    def _note(self, setting: str, what: str, remedy: str) -> None:
        self.problems.append(Problem(setting, what, remedy))


def _is_torn(parts: SplitResult) -> bool:
    """Whether a #, / or ? of a password has cut the address in two: what follows is not part of the host."""
    return bool(parts.fragment) or "@" in parts.path + parts.query
