"""Who wants to be told of a date that one just comes to (`Follow`): no seat, no name, a way to reach them.

A follow by e-mail is *confirmed* when the button behind the link in its first mail is pressed: whoever types
an address proves nothing. One by telephone is confirmed at once; its first message says how to end it.
"""

import uuid
from collections.abc import Collection, Mapping
from datetime import datetime, timedelta

from dateutil.relativedelta import relativedelta
from django.conf import settings
from django.db import models
from django.db.models import F, Q, Value
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from core import fields, privacy
from core.languages import language_choices
from core.models import PersonalRow
from core.telephone import same_telephone
from core.text import same_address
from events.choices import Category
from events.follows.writing.models import DateMessage, DateMessageQuerySet
from events.models import Event, Occurrence

__all__ = ["DateMessage", "DateMessageQuerySet", "Follow", "FollowQuerySet"]

# After its date.
DATE_KEPT = timedelta(days=1)
# Of an address that nobody confirms.
UNCONFIRMED_KEPT = timedelta(days=7)
# Who follows every date is asked "still?" so long before it ends.
STILL_ASKED = timedelta(days=7)


class FollowQuerySet(models.QuerySet["Follow"]):
    """Follows."""

    def confirmed(self) -> "FollowQuerySet":
        """Those whose person is known to want it."""
        return self.filter(confirmed_at__isnull=False)

    def of_person(self, *, email: str, phone: str) -> "FollowQuerySet":
        """Those of the person who is reached so: one of the two is empty."""
        if email:
            return self.filter(email=same_address(email))
        return self.filter(email="", phone=same_telephone(phone))

    def of_dates(self, dates: Mapping[int, int]) -> "FollowQuerySet":
        """Those of these dates, given as {id: id of its activity}, and of every date of their activities."""
        return self.filter(Q(occurrence__in=list(dates)) | Q(occurrence=None, event__in=set(dates.values())))

    def of_occurrences(self, occurrence_ids: Collection[int]) -> "FollowQuerySet":
        """The same, where the activities are not known."""
        events = Occurrence.objects.filter(pk__in=occurrence_ids).values("event")
        return self.filter(Q(occurrence__in=occurrence_ids) | Q(occurrence=None, event__in=events))

    def of_every_date(self) -> "FollowQuerySet":
        return self.filter(occurrence=None)

    def at_sensitive_dates(self) -> "FollowQuerySet":
        """Those that would tell what somebody believes (legal.md L3)."""
        return self.filter(event__category__in=Category.sensitive())

    def with_date(self) -> "FollowQuerySet":
        """With all that a page or a message about a follow shows."""
        return self.select_related(
            "event__venue",
            "event__organisation",
            "event__municipality",
            "occurrence__organisation",
            "occurrence__venue",
            "occurrence__municipality",
        ).prefetch_related("event__texts")


class Follow(PersonalRow):
    """Somebody wants to be told of one date, or of every date of an activity (`occurrence` is None).

    Every date is the activity's, whichever of its series they belong to: "this and later" divides a series,
    and nobody who follows need know. A date that is followed is not removed.
    """

    purpose = privacy.FOLLOW.slug

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="follows")
    occurrence = models.ForeignKey(
        Occurrence, on_delete=models.PROTECT, null=True, blank=True, related_name="follows"
    )
    # One of the two.
    email = fields.EmailField(_("e-mail address"), blank=True)
    phone = fields.TelephoneField(_("mobile number"), max_length=20, blank=True)
    language = models.CharField(_("language"), max_length=10, choices=language_choices)
    reminds = models.BooleanField(_("is reminded the day before"), default=False)
    created_at = models.DateTimeField(_("created at"))
    confirmed_at = models.DateTimeField(_("confirmed at"), null=True, blank=True)

    objects = FollowQuerySet.as_manager()

    class Meta:
        verbose_name = _("person who means to come")
        verbose_name_plural = _("people who mean to come")
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(email="") & ~Q(phone="") | ~Q(email="") & Q(phone=""), name="follow_has_one_way"
            ),
            models.UniqueConstraint(
                F("email"),
                F("phone"),
                F("event"),
                Coalesce(F("occurrence"), Value(0)),
                name="follow_once_per_person_and_thing",
            ),
        ]
        indexes = [models.Index(fields=["phone"], condition=~Q(phone=""), name="follow_phone")]

    def __str__(self) -> str:
        return f"{self.event_id}: {self.occurrence_id or 'every date'}"

    def save(self, *args, **kwargs) -> None:
        self.email = same_address(self.email)
        super().save(*args, **kwargs)

    @property
    def person(self) -> str:
        """Who it is, as this room tells one from another."""
        return self.email or self.phone

    @property
    def is_confirmed(self) -> bool:
        return self.confirmed_at is not None

    @property
    def is_of_every_date(self) -> bool:
        return self.occurrence_id is None

    def end(self, now: datetime) -> datetime:
        """When it ends, seen from `now` (UTC): the day after its date, or without a yes for so long."""
        ends_at = (
            self.occurrence.ends_at + DATE_KEPT
            if self.occurrence
            else now + relativedelta(months=settings.FOLLOW_RETENTION_MONTHS)
        )
        return ends_at if self.is_confirmed else min(ends_at, self.created_at + UNCONFIRMED_KEPT)
