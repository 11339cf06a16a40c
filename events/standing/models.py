"""Places with opening hours (`StandingPlace`): activities without dates, for which one just comes."""

import uuid
from datetime import datetime, timedelta
from functools import cached_property
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core import fields
from core.languages import language_choices
from core.models import User
from core.quick_rows import QuickRow
from events import traits
from events.choices import Category, Level
from events.models import Responsible
from events.standing.choices import CATEGORY_OF, Kind, State
from events.standing.hours import Hours
from organisations.models import Municipality, Organisation, Venue, where_user_may
from organisations.models.texts import Said, Translation, said
from organisations.roles import Capability

# So long an answer holds; and so long one has to answer, before one is asked once more.
CONFIRMED_FOR = timedelta(days=182)
TIME_TO_ANSWER = timedelta(days=21)
MOST_TIMES_ASKED = 2


class StandingPlaceQuerySet(models.QuerySet["StandingPlace"]):
    """Places with opening hours."""

    def public(self) -> "StandingPlaceQuerySet":
        """Those that everybody sees, where the municipality takes part."""
        return self.filter(is_public=True, municipality__is_active=True)

    def for_user(self, user: User | AnonymousUser) -> "StandingPlaceQuerySet":
        """Those of the organisations that `user` is a member of."""
        return self.filter(organisation__in=Organisation.objects.for_user(user).values("pk"))

    def moderated_by(self, user: User | AnonymousUser) -> "StandingPlaceQuerySet":
        """Those of the municipalities where `user` is editor or admin."""
        return where_user_may(self, "municipality", user, Capability.MODERATE)

    def with_cards(self) -> "StandingPlaceQuerySet":
        """With all that a card shows: one query, however many rows."""
        return self.select_related("venue", "organisation", "municipality").order_by("pk")

    def doubtful(self, now: datetime) -> "StandingPlaceQuerySet":
        """Those whose hours nobody has confirmed, though they were asked about twice."""
        return self.filter(times_asked__gte=MOST_TIMES_ASKED, asked_at__lte=now - TIME_TO_ANSWER)


class StandingPlace(QuickRow, models.Model):
    """A library, an open house, a swimming hall: where one can come whenever it is open."""

    # In the links of messages.
    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    organisation = models.ForeignKey(
        Organisation, verbose_name=_("organisation"), on_delete=models.PROTECT, related_name="standing_places"
    )
    municipality = models.ForeignKey(
        Municipality, verbose_name=_("municipality"), on_delete=models.PROTECT, related_name="standing_places"
    )
    venue = models.ForeignKey(
        Venue, verbose_name=_("place"), on_delete=models.PROTECT, related_name="standing_places"
    )
    kind = models.CharField(_("what it is"), max_length=20, choices=Kind)
    # What its kind is listed under: filters and colours go by it.
    category = models.CharField(_("category"), max_length=20, choices=Category, editable=False)
    # In Norwegian; without one it is called as its venue.
    name = fields.CharField(_("name"), max_length=120, blank=True)
    # In the municipality's Norwegian; translations are in `texts`.
    note = fields.TextField(_("what one can do here"), max_length=1000, blank=True)
    hours = models.JSONField(_("opening hours"), default=dict)

    open_to_all = models.BooleanField(_("open to everyone"), default=True)
    price_nok = models.PositiveIntegerField(_("price in kroner"), default=0)
    children_welcome = models.BooleanField(_("children are welcome"), default=False)
    women_only = models.BooleanField(_("for women only"), default=False)
    spoken_languages = ArrayField(
        models.CharField(max_length=5), verbose_name=_("languages spoken"), default=list, blank=True
    )
    level = models.CharField(_("Norwegian you need"), max_length=10, choices=Level, default=Level.NONE)

    state = models.CharField(_("state"), max_length=10, choices=State, default=State.WAITING, editable=False)
    # What the municipality asks to be changed.
    comment = fields.CharField(max_length=500, blank=True, editable=False)
    approved_at = models.DateTimeField(null=True, blank=True, editable=False)
    # What lists filter by, as on a date: see `events.traits`.
    is_public = models.BooleanField(default=False, editable=False)
    traits = ArrayField(models.CharField(max_length=16), default=list, editable=False)

    # Who is asked whether the hours still hold. Shown to nobody.
    contact_name = fields.CharField(_("name"), max_length=120, blank=True)
    contact_email = fields.EmailField(_("e-mail address"), blank=True)
    contact_phone = fields.TelephoneField(_("mobile number"), max_length=20, blank=True)
    contact_channel = models.CharField(
        _("asked by"),
        max_length=5,
        choices=Responsible.Channel,
        default=Responsible.Channel.EMAIL,
    )
    contact_language = models.CharField(_("language"), max_length=10, choices=language_choices, default="nb")
    # They want no more questions.
    stopped_at = models.DateTimeField(null=True, blank=True, editable=False)
    confirmed_at = models.DateTimeField(_("confirmed at"), default=timezone.now, editable=False)
    asked_at = models.DateTimeField(null=True, blank=True, editable=False)
    # Since somebody last confirmed.
    times_asked = models.PositiveSmallIntegerField(default=0, editable=False)
    changed_at = models.DateTimeField(auto_now=True)

    objects = StandingPlaceQuerySet.as_manager()

    class Meta:
        verbose_name = _("place with opening hours")
        verbose_name_plural = _("places with opening hours")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=State.values), name="standing_state_known"),
            models.CheckConstraint(condition=Q(kind__in=Kind.values), name="standing_kind_known"),
            models.CheckConstraint(
                condition=Q(is_public=False) | Q(state="public"), name="standing_public_by_state"
            ),
        ]
        indexes = [
            models.Index(fields=["municipality"], condition=Q(is_public=True), name="standing_public"),
        ]

    def __str__(self) -> str:
        return self.title

    def save(self, *args: Any, **kwargs: Any) -> None:
        """What follows from the other columns is written with them."""
        self.category = CATEGORY_OF[self.kind]
        self.is_public = self.state == State.PUBLIC
        self.traits = traits_of_place(self)
        self.__dict__.pop("opening_hours", None)
        super().save(*args, **kwargs)

    @property
    def title(self) -> str:
        """What it is called, in Norwegian. Asks for the venue."""
        return self.name or self.venue.name

    @cached_property
    def opening_hours(self) -> Hours:
        return Hours.read(self.hours)

    @property
    def note_said(self) -> Said | None:
        """What one can do here, for a reader of the active language. Asks for `texts`."""
        return said(self, self.texts.all(), "note", self.municipality.language)

    def is_doubtful(self, now: datetime) -> bool:
        """Whether it was asked about twice, and nobody has said that its hours still hold."""
        return (
            self.times_asked >= MOST_TIMES_ASKED
            and self.asked_at is not None
            and self.asked_at <= now - TIME_TO_ANSWER
        )


class StandingPlaceText(Translation):
    """What one can do at a place, in one more language."""

    owner = "place"
    translated = ("note",)

    place = models.ForeignKey(StandingPlace, on_delete=models.CASCADE, related_name="texts")
    note = fields.TextField(_("what one can do here"), max_length=1000)

    class Meta:
        verbose_name = _("translation")
        verbose_name_plural = _("translations")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["place", "language"], name="standing_text_language_unique"),
        ]

    def __str__(self) -> str:
        return f"{self.place_id} ({self.language})"


def traits_of_place(place: StandingPlace) -> list[str]:
    """The short words that a list filters by. One never signs up: one just comes."""
    holds = {
        traits.OPEN: place.open_to_all,
        traits.CHILDREN: place.children_welcome or place.category == Category.FAMILY,
        traits.FREE: not place.price_nok,
        traits.AFFORDABLE: not place.price_nok,
        traits.DROP_IN: True,
        traits.WOMEN: place.women_only,
        traits.STEP_FREE: place.venue.step_free == Venue.Access.YES,
    }
    return traits.in_words(holds, place.spoken_languages, place.level)
