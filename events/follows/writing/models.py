"""What an organiser has written to all who come to a date (`DateMessage`)."""

import uuid
from datetime import datetime, timedelta

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.utils.translation import gettext_lazy as _

from core import fields, privacy
from core.languages import language_choices
from core.models import PersonalRow, User
from events.models import Occurrence
from organisations.models import where_user_may
from organisations.roles import Capability

LONGEST = 400
# As long as what happened to dates can be looked up, after the date.
KEPT = timedelta(days=90)


class DateMessageQuerySet(models.QuerySet["DateMessage"]):
    """What organisers have written."""

    def of_day(self, occurrence: Occurrence, *, now: datetime) -> "DateMessageQuerySet":
        """Those to one date within a day before `now`."""
        return self.filter(occurrence=occurrence, sent_at__gt=now - timedelta(days=1))

    def to_activity(self, occurrence: Occurrence, *, now: datetime) -> "DateMessageQuerySet":
        """Those to any date of its activity within a day before `now`."""
        return self.filter(occurrence__event=occurrence.event_id, sent_at__gt=now - timedelta(days=1))

    def seen_by(self, user: User | AnonymousUser) -> "DateMessageQuerySet":
        """Those of the user's own organisations, and of municipalities where the user moderates."""
        own = Occurrence.objects.for_user(user).values("pk")
        moderated = where_user_may(
            Occurrence.objects.all(), "municipality", user, Capability.MODERATE
        ).values("pk")
        return self.filter(models.Q(occurrence__in=own) | models.Q(occurrence__in=moderated))

    def with_date(self) -> "DateMessageQuerySet":
        """With all that a page or a message shows of them."""
        return self.select_related(
            "occurrence__event", "occurrence__organisation", "occurrence__municipality", "user"
        ).prefetch_related("occurrence__event__texts")


class DateMessage(PersonalRow):
    """One message to all who come to one date: its words, and to how many people it went. Never to whom."""

    purpose = privacy.CONTACT.slug

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    occurrence = models.ForeignKey(Occurrence, on_delete=models.CASCADE, related_name="messages")
    # Who sent it; empty when the account has ended.
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    language = models.CharField(_("language"), max_length=10, choices=language_choices)
    words = fields.TextField(_("what you want to say"), max_length=LONGEST)
    people = models.PositiveIntegerField()
    sent_at = models.DateTimeField()

    objects = DateMessageQuerySet.as_manager()

    class Meta:
        verbose_name = _("message to those who come")
        verbose_name_plural = _("messages to those who come")
        ordering = ["-sent_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.occurrence_id}: {self.people}"
