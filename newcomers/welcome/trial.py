"""A test: a step as its readers get it, really sent through the outbox, to the host's own address.

It is nobody's delivery, says in its subject and first line that it is a test, and its links lead to the
preview: nobody is unsubscribed or erased by it.
"""

from datetime import datetime, timedelta
from html import escape

from django.core.mail import EmailMultiAlternatives
from django.core.mail.message import EmailAlternative
from django.urls import reverse
from django.utils.translation import gettext, override

from core.isolation import filled
from core.mail.letter import absolute
from core.mail.outbox import kinds
from core.mail.outbox.models import OutboxMessage
from core.mail.outbox.services import queue
from core.models import User
from newcomers.welcome.content.languages import around
from newcomers.welcome.content.mails import Personal, common_part
from newcomers.welcome.content.resolving import resolve
from newcomers.welcome.content.working import published
from newcomers.welcome.models import PackageStep
from newcomers.welcome.services import NothingPublished

KIND = "welcome.test"
WORTH = timedelta(hours=12)


def register_test() -> None:
    kinds.register(
        kinds.Kind(
            name=KIND,
            priority=kinds.Priority.ANSWER,
            worth=WORTH,
            make=make_message,
            wanted=is_wanted,
            only_mail=True,
        )
    )


def send_test(*, step: PackageStep, user: User, language: str, now: datetime) -> None:
    """Have `step` sent to `user` as a reader of `language` gets it. Raises `NothingPublished`."""
    if not step.is_sendable:
        raise NothingPublished
    queue(
        kind=KIND,
        about=f"step:{step.pk}",
        recipient=f"user:{user.pk}",
        occasion=f"{language} {now.isoformat()}",
        now=now,
    )


def is_wanted(row: OutboxMessage, now: datetime) -> bool:
    """Not if the step has been taken down since, or the account is gone."""
    step, user = _step(row), _user(row)
    return step is not None and step.is_sendable and user is not None and user.is_active


def make_message(row: OutboxMessage, now: datetime) -> EmailMultiAlternatives:
    step, user = _step(row), _user(row)
    if step is None or user is None:
        raise kinds.Unwanted
    language = row.occasion.partition(" ")[0]
    content = resolve(step, published(step), language, now=now)
    common = common_part(content, place=step.municipality, language=language, reply_to=user.email, now=now)
    page = absolute(f"{reverse('step_preview', args=[step.pk])}?language={language}")
    message = common.fill(
        Personal(name=str(user), page_url=page, stop_url=page, erase_url=page), to=user.email
    )
    return _marked(message, around(language))


def _marked(message: EmailMultiAlternatives, language: str) -> EmailMultiAlternatives:
    with override(language):
        note = gettext("This is a test. Nobody else has got it, and its links lead to the preview.")
        message.subject = filled(gettext("Test: %(subject)s"), subject=message.subject)
    message.body = f"{note}\n\n{message.body}"
    for number, each in enumerate(message.alternatives):
        before, body, after = str(each[0]).partition("<body")
        tag, end, rest = after.partition(">")
        marked = f"{before}{body}{tag}{end}<p><strong>{escape(note)}</strong></p>{rest}"
        message.alternatives[number] = EmailAlternative(marked, each[1])
    return message


def _step(row: OutboxMessage) -> PackageStep | None:
    steps = PackageStep.objects.select_related("package__municipality__crest", "live_revision")
    return steps.filter(pk=row.about.removeprefix("step:")).first()


def _user(row: OutboxMessage) -> User | None:
    return User.objects.filter(pk=row.recipient.removeprefix("user:")).exclude(email="").first()
