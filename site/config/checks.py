"""The boot checks: settings that cannot work fail `manage.py check --deploy`, with an id and a remedy.

They also stop the web server, a worker and beat (`config.boot`). No message holds the value of a setting.
"""

from collections.abc import Callable, Iterator
from email.utils import getaddresses
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlsplit

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, Warning, register
from django.core.exceptions import ImproperlyConfigured, ValidationError

from core.mail.letter import validate_address

REAL_MAIL_BACKENDS = ("django.core.mail.backends.smtp.EmailBackend", "anymail.")
SHORTEST_KEY = 50
# RFC 2606 section 2: names that are nobody's. Mail from them is refused everywhere.
NOBODYS = (".example", ".test", ".invalid", ".localhost", "example.com", "example.org", "example.net")


class Fault(NamedTuple):
    """One setting that cannot work, and what to do. `number` is the id's: moteplass.E002."""

    number: str
    what: str
    remedy: str


def as_messages(faults: Iterator[Fault]) -> list[CheckMessage]:
    kinds = {"E": Error, "W": Warning}
    return [
        kinds[fault.number[0]](fault.what, hint=fault.remedy, id=f"moteplass.{fault.number}")
        for fault in faults
    ]


def boot_check(find: Callable[[], Iterator[Fault]]) -> Callable[..., list[CheckMessage]]:
    """Registers `find` as a check of production."""

    def check(app_configs: object = None, **kwargs: object) -> list[CheckMessage]:
        return as_messages(find())

    check.__name__ = find.__name__
    return register(check, Tags.security, deploy=True)


@register(Tags.security)
def unreadable_settings(app_configs: object = None, **kwargs: object) -> list[CheckMessage]:
    """Also in development: what cannot be read was replaced by its default."""
    return as_messages(
        Fault("E007", f"{problem.setting} {problem.what}.", problem.remedy)
        for problem in settings.ENVIRONMENT_PROBLEMS
    )


@boot_check
def eager_celery() -> Iterator[Fault]:
    if settings.CELERY_TASK_ALWAYS_EAGER:
        yield Fault(
            "E001",
            "Celery runs tasks inside the web request (CELERY_TASK_ALWAYS_EAGER).",
            "Remove the setting and start a worker: celery -A config worker.",
        )


@boot_check
def secret_key() -> Iterator[Fault]:
    try:
        key = settings.SECRET_KEY
    except ImproperlyConfigured:
        key = ""
    make_one = (
        f"Set SECRET_KEY to at least {SHORTEST_KEY} random characters, and keep it out of the repository: "
        """python3 -c "import secrets; print(secrets.token_urlsafe(50))"."""
    )
    if not key:
        yield Fault("E002", "SECRET_KEY is missing.", make_one)
    elif key.startswith(("only-for-development", "tests-only")):
        yield Fault("E002", "SECRET_KEY is the development key, which everybody knows.", make_one)
    elif len(key) < SHORTEST_KEY or len(set(key)) < 10:
        yield Fault("E002", f"SECRET_KEY is shorter than {SHORTEST_KEY} characters, or all alike.", make_one)
    if any(len(old) < SHORTEST_KEY for old in settings.SECRET_KEY_FALLBACKS):
        yield Fault(
            "E002",
            f"SECRET_KEY_FALLBACKS holds a key that is shorter than {SHORTEST_KEY} characters.",
            "Keep only keys that were SECRET_KEY before, whole, with commas between them.",
        )


@boot_check
def mail_backend() -> Iterator[Fault]:
    if not settings.EMAIL_BACKEND.startswith(REAL_MAIL_BACKENDS):
        yield Fault(
            "E003",
            "EMAIL_BACKEND does not send mail to anyone.",
            "Set EMAIL_URL, for example smtp+tls://user:password@smtp.example.org:587.",
        )


@boot_check
def hosts() -> Iterator[Fault]:
    if not settings.ALLOWED_HOSTS or "*" in settings.ALLOWED_HOSTS:
        yield Fault(
            "E004",
            "ALLOWED_HOSTS is empty or allows every host.",
            "Set ALLOWED_HOSTS to the site's host names, separated by commas.",
        )


@boot_check
def public_address() -> Iterator[Fault]:
    if not settings.BASE_URL.startswith("https://") or not urlsplit(settings.BASE_URL).hostname:
        yield Fault(
            "E005",
            "BASE_URL does not begin with https://: links in mails would not be encrypted.",
            "Set BASE_URL to the site's public address, starting with https://.",
        )


@boot_check
def mail_reader() -> Iterator[Fault]:
    if getattr(settings, "DEV_MAILDIR", ""):
        yield Fault(
            "E006",
            "DEV_MAILDIR is set: /dev/mail/ shows everybody's mail, and their log-in codes, to anyone.",
            "Use DJANGO_SETTINGS_MODULE=config.settings.production, which has no mail reader.",
        )


@boot_check
def sender() -> Iterator[Fault]:
    what = sender_fault(settings.DEFAULT_FROM_EMAIL)
    if what:
        yield Fault(
            "E008",
            f"DEFAULT_FROM_EMAIL {what}: no mail server would take our mails.",
            'Write an address of the site\'s own: "Møteplass i Nordland" <post@moteplass.no>, '
            "with the name in quotation marks when it holds a comma.",
        )


def sender_fault(text: str) -> str:
    """What is wrong with the sender of all mail, as the end of a sentence; "" when nothing is."""
    addresses = getaddresses([text])
    if len(addresses) != 1 or not addresses[0][1]:
        return "is not one address"
    address = addresses[0][1]
    try:
        validate_address(address)
    except ValidationError:
        return "holds no e-mail address"
    return "is an address that belongs to nobody" if address.lower().endswith(NOBODYS) else ""


@boot_check
def who_is_told() -> Iterator[Fault]:
    for _name, address in settings.ADMINS:
        try:
            validate_address(address)
        except ValidationError:
            yield Fault(
                "E009", "ADMINS holds something that is no e-mail address.", "Separate them by commas."
            )
    if settings.ALERT_WEBHOOK and not settings.ALERT_WEBHOOK.startswith("https://"):
        yield Fault("E009", "ALERT_WEBHOOK does not begin with https://.", "Copy it from the chat.")


@boot_check
def demonstration() -> Iterator[Fault]:
    if settings.DEMONSTRATION:
        yield Fault(
            "E010",
            "DEMONSTRATION is on: every page and mail would say that all of it is made up.",
            "Leave DEMONSTRATION out. The demonstration is shown by make run, not in production.",
        )


@boot_check
def static_files() -> Iterator[Fault]:
    """Without the list that `collectstatic` writes every page is a 500, while the health check says ok."""
    if not (Path(settings.STATIC_ROOT) / "staticfiles.json").is_file():
        yield Fault(
            "E011",
            "There are no collected static files in STATIC_ROOT.",
            "Leave STATIC_ROOT out where the image is used; else run manage.py collectstatic first.",
        )


@boot_check
def unfinished_restore() -> Iterator[Fault]:
    if settings.RESTORING_FILE.is_file():
        yield Fault(
            "E012",
            "A backup is being put back, or that was broken off: who was erased may be here again.",
            "Let it finish, or run manage.py restore once more with the same folder.",
        )


@boot_check
def what_comes_back() -> Iterator[Fault]:
    """Who is written to though nothing arrives there is found out by what comes back alone."""
    if settings.MAIL_PROVIDER and not settings.MAIL_SECRET:
        yield Fault(
            "E014",
            "There is a mail provider without MAIL_SECRET: nothing that it reports would be heard.",
            'Set MAIL_SECRET to what python3 -c "import secrets; print(secrets.token_urlsafe(32))" prints, '
            "and give the provider the address that .env.example shows.",
        )
    if settings.MAIL_PROVIDER == "mailgun" and not settings.ANYMAIL["MAILGUN_WEBHOOK_SIGNING_KEY"]:
        yield Fault(
            "E014",
            "Mailgun signs what it reports, and MAILGUN_SIGNING_KEY is missing.",
            "Copy the HTTP webhook signing key from Mailgun’s page on API security.",
        )
    if settings.BOUNCES and not settings.BOUNCES["ssl"]:
        yield Fault(
            "E014", "BOUNCES_URL is not encrypted: its password could be read.", "Write imap+ssl:// there."
        )
    if bool(settings.BOUNCES) != bool(settings.BOUNCES_ADDRESS):
        yield Fault(
            "E014",
            "BOUNCES_ADDRESS and BOUNCES_URL belong together: one of them is missing.",
            "Set both: the address to which mails come back, and the mailbox in which they arrive.",
        )


@boot_check
def sms() -> Iterator[Fault]:
    if not settings.SMS:
        return
    if not settings.SMS["secure"]:
        yield Fault(
            "E013",
            "SMS_URL is not encrypted: the password and people's numbers could be read on the way.",
            "Write sveve:// instead of sveve+http://.",
        )
    if not settings.SMS_SECRET:
        yield Fault(
            "E013",
            "SMS_URL is set without SMS_SECRET: nobody's STOP, and no answer, would reach the site.",
            'Set SMS_SECRET to what python3 -c "import secrets; print(secrets.token_urlsafe(32))" prints, '
            "and give the provider the address that .env.example shows.",
        )
