"""Who may decide about an activity, and in which of their roles they do."""

from datetime import datetime

from django.contrib.auth.models import AnonymousUser
from django.db.models import QuerySet

from core.models import User
from events.models import Event, LogEntry
from organisations.models import Municipality
from organisations.roles import Capability


def municipalities_of(user: User | AnonymousUser) -> QuerySet[Municipality]:
    """Where `user` may decide, at once or when something has waited for long."""
    own = Municipality.objects.where_user_may(user, Capability.MODERATE)
    late = Municipality.objects.where_user_reaches(user, Capability.DECIDE_LATE)
    return Municipality.objects.filter(pk__in=own.values("pk")) | Municipality.objects.filter(
        pk__in=late.order_by().values("pk")
    )


def acting_as(user: User, event: Event, *, now: datetime) -> str:
    """In which role `user` decides about `event`; empty for whoever may not."""
    if is_editor(user, event):
        return LogEntry.ActingAs.EDITOR
    if not Event.objects.filter(pk=event.pk).decided_by(user, now=now).exists():
        return ""
    here = Municipality.objects.where_user_may(user, Capability.DECIDE_LATE)
    is_deputy = here.filter(pk=event.municipality_id).exists()
    return LogEntry.ActingAs.DEPUTY if is_deputy else LogEntry.ActingAs.COUNTY


def is_editor(user: User, event: Event) -> bool:
    return Event.objects.filter(pk=event.pk).moderated_by(user).exists()


def edits_as(user: User, event: Event) -> str:
    """In which role `user` changes `event`: empty for the organisation's own people."""
    is_own = Event.objects.filter(pk=event.pk).for_user(user).exists() and not user.is_superuser
    return "" if is_own or not is_editor(user, event) else LogEntry.ActingAs.EDITOR
