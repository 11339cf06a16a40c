"""Telling those who decide that something waits: at once, or once a day, as each has chosen."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.core.mail import EmailMultiAlternatives
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import override

from core.clock import local_day
from core.languages import language_among
from core.mail.letter import absolute, build_message, render_letter
from core.mail.outbox.kinds import Kind, Priority, Unwanted, register
from core.mail.outbox.models import OutboxMessage
from core.mail.outbox.services import Outgoing, queue_many
from core.models import User
from events.models import Event, LogEntry, QueueMail, Report
from events.moderation.notices import entry_about
from organisations.hearing import leave_out, who_hears_at_once
from organisations.joining.models import Application, ApplicationQuerySet
from organisations.roles import Capability, roles_with

WAITS = "events.waits"
REPORTED = "events.reported"
DIGEST = "events.queue"
WORTH = timedelta(days=3)
# A digest of yesterday is worth nothing.
WORTH_OF_A_DAY = timedelta(hours=20)
MOST_NAMED = 10


def who_decides(municipality_id: str) -> Iterable[User]:
    """The editors of a municipality who want to hear at once."""
    return who_hears_at_once(municipality_id, Capability.MODERATE)


def tell_that_it_waits(entry: LogEntry, *, now: datetime) -> None:
    """Each editor once for what was handed in; whoever handed it in knows."""
    editors = (user for user in who_decides(entry.event.municipality_id) if user.pk != entry.user_id)
    about = f"log:{entry.pk}"
    queue_many(kind=WAITS, messages=[Outgoing(about, f"user:{user.pk}") for user in editors], now=now)


def tell_of_report(report: Report, *, now: datetime) -> None:
    """Each editor once a day for one activity, however many report it."""
    day = local_day(now).isoformat()
    queue_many(
        kind=REPORTED,
        messages=[
            Outgoing(f"event:{report.event_id}", f"user:{user.pk}", day)
            for user in who_decides(report.event.municipality_id)
        ],
        now=now,
    )


def tell_once_a_day(*, now: datetime) -> int:
    """The digest: to each who has chosen it, and to deputies and county editors where something is late."""
    roles = {*roles_with(Capability.MODERATE), *roles_with(Capability.DECIDE_LATE)}
    at_once = Q(roles__role__in=roles_with(Capability.MODERATE)) & ~Q(queue_mail__how=QueueMail.How.DAILY)
    people = User.objects.filter(is_active=True, roles__role__in=roles).exclude(
        queue_mail__how=QueueMail.How.NEVER
    )
    hear_at_once = User.objects.filter(at_once).values("pk")
    due = [user for user in people.exclude(pk__in=hear_at_once).distinct() if number_waiting(user, now=now)]
    day = local_day(now).isoformat()
    queue_many(kind=DIGEST, messages=[Outgoing("queue", f"user:{user.pk}", day) for user in due], now=now)
    return len(due)


def number_waiting(user: User, *, now: datetime) -> int:
    """How much there is for `user` to decide or to look at."""
    waiting = Event.objects.waiting().decided_by(user, now=now).count()
    return waiting + Report.objects.open(now).moderated_by(user).count() + _joining(user).count()


def _joining(user: User) -> ApplicationQuerySet:
    """Organisations that ask to join where `user` decides about that."""
    return Application.objects.edited_by(user).waiting()


def _user(row: OutboxMessage) -> User:
    user = User.objects.filter(pk=row.recipient.removeprefix("user:"), is_active=True).first()
    if user is None:
        raise Unwanted
    return user


def make_waits(row: OutboxMessage, now: datetime) -> EmailMultiAlternatives:
    """What is new. Raises `Unwanted` where somebody has decided, or this is no editor any longer."""
    entry = entry_about(row)
    user = _user(row)
    event = Event.objects.waiting().moderated_by(user).filter(pk=entry.event_id).first() if entry else None
    if event is None:
        raise Unwanted
    return _about(event, user, "events/mail/waits")


def make_reported(row: OutboxMessage, now: datetime) -> EmailMultiAlternatives:
    user = _user(row)
    event = Event.objects.moderated_by(user).filter(pk=row.about.removeprefix("event:")).first()
    if event is None or not Report.objects.open(now).filter(event=event).exists():
        raise Unwanted
    return _about(event, user, "events/mail/reported")


def _about(event: Event, user: User, template: str) -> EmailMultiAlternatives:
    language = language_among(user.language, event.municipality.language)
    newest = event.get_latest_revision_as_object()
    text = newest.source_text or newest.text_for()
    with override(language):
        url = absolute(reverse("portal_queue_item", args=[event.pk]))
    context = {
        "title": text.title if text else event.title,
        "title_language": text.language if text else language,
        "organisation": event.organisation,
        "municipality": event.municipality,
        "url": url,
    }
    letter = render_letter(template, context, language=language)
    return build_message(letter, to=user.email, language=language)


def make_digest(row: OutboxMessage, now: datetime) -> EmailMultiAlternatives:
    """What waits now, the longest first. Raises `Unwanted` when nothing does any longer."""
    user = _user(row)
    number = number_waiting(user, now=now)
    if not number:
        raise Unwanted
    language = language_among(user.language)
    waiting = Event.objects.waiting().decided_by(user, now=now).select_related("latest_revision")
    joining = _joining(user).select_related("organisation").order_by("pk")
    joins = joining.count()
    # The front page has both, first of all.
    place = "portal_queue" if not joins else "portal" if joins < number else "portal_joining"
    with override(language):
        url = absolute(reverse(place))
        titles = [
            event.latest_revision.object_str if event.latest_revision else event.title
            for event in waiting.order_by("waiting_since", "pk")[:MOST_NAMED]
        ]
        titles += [application.title for application in joining[: MOST_NAMED - len(titles)]]
    letter = render_letter(
        "events/mail/queue", {"number": number, "titles": titles, "url": url}, language=language
    )
    return build_message(letter, to=user.email, language=language)


def register_editors_mails() -> None:
    """Called while the app gets ready."""
    leave_out(lambda: QueueMail.objects.exclude(how=QueueMail.How.AT_ONCE).values("user"))
    register(Kind(WAITS, priority=Priority.NEWS, worth=WORTH, make=make_waits))
    register(Kind(REPORTED, priority=Priority.NEWS, worth=WORTH, make=make_reported))
    register(Kind(DIGEST, priority=Priority.NEWS, worth=WORTH_OF_A_DAY, make=make_digest))
