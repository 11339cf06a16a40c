"""allauth's mails by the outbox: no request waits for a mail server. The code and the address lie sealed."""

from datetime import datetime, timedelta
from typing import cast
from uuid import uuid4

import mrml
from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db.models.signals import post_delete
from django.template.loader import render_to_string, select_template
from django.utils.crypto import salted_hmac
from django.utils.translation import get_language, override

from core.languages import language_among
from core.mail.letter import Letter, build_message, frame_values, framed, part_or_nothing
from core.mail.outbox import services as outbox
from core.mail.outbox.kinds import Kind, Priority, Unwanted, register
from core.mail.outbox.models import OutboxMessage
from core.mail.outbox.sealing import unseal
from core.models import User
from core.text import clean

ACCOUNT_MAIL = "accounts.mail"
# What holds no code: whoever asked has gone on by then.
WORTH = timedelta(hours=1)
# What a template may be given that JSON can write.
PLAIN = (str, int, float, bool)


def queue_account_mail(*, prefix: str, email: str, context: dict, site: object, now: datetime) -> None:
    """Have allauth's mail `prefix` sent to `email`, instead of one that still waits. `now` is UTC.

    Of `context` what is plain goes along, sealed; the user is found again by the address.
    """
    language = language_for(email)
    values: dict[str, object] = {name: value for name, value in context.items() if isinstance(value, PLAIN)}
    values["current_site"] = {name: str(getattr(site, name, "")) for name in ("name", "domain")}
    recipient, about = _recipient(email), prefix.rpartition("/")[2]
    # Who asks again waits for the newest code: an older one is of no use.
    outbox.withdraw(kind=ACCOUNT_MAIL, about=about, recipient=recipient)
    minutes = timedelta(seconds=settings.ACCOUNT_LOGIN_BY_CODE_TIMEOUT)
    outbox.queue(
        kind=ACCOUNT_MAIL,
        about=about,
        recipient=recipient,
        occasion=uuid4().hex,
        wanted_until=now + (minutes if "code" in context else WORTH),
        secret={"prefix": prefix, "email": email, "language": language, "values": values},
        now=now,
    )


def _recipient(email: str) -> str:
    """The user, or a keyed digest of an address that has no account."""
    pk = User.objects.filter(email__iexact=email).values_list("pk", flat=True).first()
    if pk:
        return f"user:{pk}"
    digest = salted_hmac("core.accounts.letters", email.lower(), algorithm="sha256").hexdigest()
    return f"address:{digest[:32]}"


def make(row: OutboxMessage, now: datetime) -> EmailMultiAlternatives:
    if row.secret is None:
        raise Unwanted
    secret = unseal(row.secret)
    email, language = str(secret["email"]), str(secret["language"])
    # As `queue_account_mail` wrote it.
    values = cast(dict[str, object], secret["values"])
    context = {"email": email, "user": User.objects.filter(email__iexact=email).first(), **values}
    with override(language):
        letter = render_account_letter(str(secret["prefix"]), context, language)
    return build_message(letter, to=email, language=language)


def language_for(email: str) -> str:
    """What the user has chosen, else the language of the page that the mail was asked for on."""
    user = User.objects.filter(email__iexact=email).first()
    return language_among(user.language if user else "", get_language())


def render_account_letter(prefix: str, context: dict, language: str) -> Letter:
    """The words of the mail `prefix`, in the active language. Without its own MJML the text is framed."""
    values = {**context, **frame_values(language)}
    subject = " ".join(render_to_string(f"{prefix}_subject.txt", values).split())
    text = render_to_string(f"{prefix}_message.txt", values).strip() + "\n"
    frame = select_template([f"{prefix}_message.mjml", "account/email/message.mjml"])
    html = part_or_nothing(
        prefix,
        lambda: mrml.to_html(clean(frame.render({**values, "subject": subject, "text": text}))).content,
    )
    return Letter(subject=subject, text=framed(text), html=html or "")


def write_no_more(sender: type[User], instance: User, **kwargs: object) -> None:
    """However an account ends, what is queued for it goes with it, in whatever room."""
    outbox.forget(recipient=f"user:{instance.pk}")


def register_account_mail() -> None:
    """Called while the app gets ready."""
    post_delete.connect(write_no_more, sender=User)
    register(Kind(ACCOUNT_MAIL, priority=Priority.CODE, worth=WORTH, make=make))
