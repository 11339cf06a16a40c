"""What is offered (`Event`), and its words."""

from datetime import datetime, timedelta
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.contrib.contenttypes.fields import GenericRelation
from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Count, Exists, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.models import DraftStateMixin, PreviewableMixin, RevisionMixin

from core import fields
from core.languages import language_choices, pick
from core.models import User
from core.quick_rows import QuickRow
from events.choices import (
    Admission,
    Audience,
    Category,
    Food,
    Grade,
    Level,
    Pace,
    SignupFor,
    State,
    TextState,
)
from events.models.dates import Occurrence
from events.models.log import LogEntry
from organisations.models import Municipality, Organisation, Venue, where_user_may, where_user_reaches
from organisations.roles import Capability

# After so long somebody else than the municipality's editors may decide.
WAITED_LONG = timedelta(days=3)


class EventQuerySet(models.QuerySet["Event"]):
    """Events."""

    def for_user(self, user: User | AnonymousUser) -> "EventQuerySet":
        """Those of the organisations that `user` is a member of. Superusers: all of them."""
        return self if user.is_authenticated and user.is_superuser else self.with_member(user)

    def with_member(self, user: User | AnonymousUser) -> "EventQuerySet":
        """Those of the organisations that `user` belongs to, superuser or not."""
        return self.filter(organisation__in=Organisation.objects.with_member(user).values("pk"))

    def moderated_by(self, user: User | AnonymousUser) -> "EventQuerySet":
        """Those of the municipalities where `user` is editor or admin; no drafts that nobody handed in."""
        return where_user_may(self.handed_in(), "municipality", user, Capability.MODERATE)

    def handed_in(self) -> "EventQuerySet":
        """Without drafts that are their organisations' own."""
        return self.exclude(state=State.DRAFT, live=False)

    def edited_by(self, user: User | AnonymousUser) -> "EventQuerySet":
        """Those of the organisations of `user`, and of municipalities where they are editor."""
        own, moderated = self.for_user(user), self.moderated_by(user)
        return self.filter(Q(pk__in=own.values("pk")) | Q(pk__in=moderated.values("pk")))

    def decided_by(self, user: User | AnonymousUser, *, now: datetime) -> "EventQuerySet":
        """Where `user` is editor; of what has waited for long, also where they are deputy or the county's."""
        late = where_user_reaches(self, "municipality", user, Capability.DECIDE_LATE).waited_long(now)
        return self.filter(Q(pk__in=self.moderated_by(user).values("pk")) | Q(pk__in=late.values("pk")))

    def waited_long(self, now: datetime) -> "EventQuerySet":
        """Those that wait for a moderator longer than an organiser should have to."""
        return self.waiting().filter(waiting_since__lt=now - WAITED_LONG)

    def with_moderation(self) -> "EventQuerySet":
        """With `moderation_comment`: what a moderator asked for, where changes are asked for; else None."""
        asked = LogEntry.objects.filter(
            event=OuterRef("pk"), what=LogEntry.What.CHANGES_ASKED_FOR, event__state=State.CHANGES
        )
        return self.annotate(moderation_comment=Subquery(asked.order_by("-at", "-pk").values("why")[:1]))

    def waiting(self) -> "EventQuerySet":
        """Those that wait for a moderator."""
        return self.filter(state=State.WAITING)

    def with_translations_behind(self) -> "EventQuerySet":
        """Those whose words were changed after people had translated them."""
        return self.filter(Exists(EventText.objects.filter(event=OuterRef("pk"), state=TextState.OUTDATED)))

    def with_next_date(self, now: datetime) -> "EventQuerySet":
        """With `next_date`, `next_date_ends` (of the next that takes place, or None) and `dates_left`."""
        left = Occurrence.objects.scheduled().upcoming(now).filter(event=OuterRef("pk")).order_by()
        return self.annotate(
            next_date=Subquery(left.order_by("starts_at").values("starts_at")[:1]),
            next_date_ends=Subquery(left.order_by("starts_at").values("ends_at")[:1]),
            next_date_id=Subquery(left.order_by("starts_at").values("public_id")[:1]),
            dates_left=Coalesce(Subquery(left.values("event").annotate(n=Count("pk")).values("n")), 0),
        )


class Event(QuickRow, DraftStateMixin, RevisionMixin, PreviewableMixin, ClusterableModel):
    """What an organisation offers. Not a page: there will be 100,000. Its words are in `EventText` rows."""

    organisation = models.ForeignKey(
        Organisation, verbose_name=_("organisation"), on_delete=models.PROTECT, related_name="events"
    )
    # Those who have said yes to it (`CoOrganiserRequest`). Not a part of what is drafted and approved.
    co_organisers = models.ManyToManyField(
        Organisation, verbose_name=_("together with"), blank=True, related_name="co_organised_events"
    )
    # Where it takes place, or who invites when it is online: the tenant that moderates and counts it.
    municipality = models.ForeignKey(
        Municipality, verbose_name=_("municipality"), on_delete=models.PROTECT, related_name="events"
    )
    venue = models.ForeignKey(
        Venue, verbose_name=_("place"), on_delete=models.PROTECT, null=True, blank=True, related_name="events"
    )
    online_url = fields.URLField(_("link to take part online"), blank=True)
    # Where one meets, if that is not the place itself: the car park below the mountain.
    meeting_point = fields.CharField(
        _("where you meet"), max_length=200, blank=True, default="", db_default=""
    )
    meeting_latitude = models.DecimalField(
        _("latitude"), max_digits=8, decimal_places=5, null=True, blank=True
    )
    meeting_longitude = models.DecimalField(
        _("longitude"), max_digits=8, decimal_places=5, null=True, blank=True
    )

    # A choir or a hiking group within the organisation, and whom to ask there. All of it is public.
    group = fields.CharField(
        _("group in the organisation"), max_length=120, blank=True, default="", db_default=""
    )
    contact_name = fields.CharField(_("whom to ask"), max_length=120, blank=True, default="", db_default="")
    contact_email = fields.EmailField(_("e-mail address"), blank=True, default="", db_default="")
    contact_phone = fields.TelephoneField(
        _("phone number"), max_length=20, blank=True, default="", db_default=""
    )

    # Its description is what those hear who do not see it.
    picture = models.ForeignKey(
        "core.Picture",
        verbose_name=_("picture"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
    )

    # A draft may not know yet; what is shown does.
    category = models.CharField(_("category"), max_length=20, choices=Category, blank=True, default="")
    audience = models.CharField(
        _("who it is for"), max_length=10, choices=Audience, default=Audience.EVERYONE
    )
    age_from = models.PositiveSmallIntegerField(
        _("from age"), null=True, blank=True, validators=[MaxValueValidator(99)]
    )
    age_to = models.PositiveSmallIntegerField(
        _("up to age"), null=True, blank=True, validators=[MaxValueValidator(99)]
    )
    women_only = models.BooleanField(_("for women only"), default=False)
    # Some offers ask for a right or a membership; most do not, and many newcomers have no right to any.
    open_to_all = models.BooleanField(_("open to everyone"), default=True)

    price_nok = models.PositiveIntegerField(
        _("price in kroner"), default=0, help_text=_("0 means that it is free.")
    )
    price_support = models.BooleanField(_("help to pay is available"), default=False)
    cost_note = fields.CharField(
        _("more about the price"), max_length=200, blank=True, default="", db_default=""
    )
    admission = models.CharField(
        _("how to come"), max_length=10, choices=Admission, default=Admission.DROP_IN
    )
    capacity = models.PositiveIntegerField(
        _("number of places"), null=True, blank=True, validators=[MinValueValidator(1)]
    )
    signup_for = models.CharField(
        _("one sign-up is for"),
        max_length=7,
        choices=SignupFor,
        default=SignupFor.DATE,
        db_default=SignupFor.DATE,
    )
    # "We go when five come": so many must be signed up. Empty: it takes place however few come.
    goes_from = models.PositiveSmallIntegerField(
        _("takes place from so many on"), null=True, blank=True, validators=[MinValueValidator(2)]
    )

    spoken_languages = ArrayField(
        models.CharField(max_length=5),
        verbose_name=_("languages spoken"),
        default=list,
        blank=True,
    )
    interpreter_languages = ArrayField(
        models.CharField(max_length=5),
        verbose_name=_("interpreters for"),
        default=list,
        blank=True,
    )
    level = models.CharField(_("Norwegian you need"), max_length=10, choices=Level, default=Level.BEGINNER)

    children_welcome = models.BooleanField(_("children are welcome"), default=False)
    childcare = models.BooleanField(_("childcare is offered"), default=False)
    equipment_to_borrow = models.BooleanField(_("equipment can be borrowed"), default=False)
    transport_offered = models.BooleanField(_("transport is offered"), default=False)
    food = models.CharField(_("food"), max_length=10, choices=Food, default=Food.NONE)

    bring = fields.CharField(_("what to bring"), max_length=300, blank=True, default="", db_default="")

    grade = models.CharField(_("grade of the hike"), max_length=10, choices=Grade, blank=True)
    distance_km = models.DecimalField(
        _("length in kilometres"),
        max_digits=4,
        decimal_places=1,
        null=True,
        blank=True,
        validators=[MinValueValidator(0)],
    )
    ascent_m = models.PositiveSmallIntegerField(_("climb in metres"), null=True, blank=True)
    pace = models.CharField(_("pace"), max_length=10, choices=Pace, blank=True, default="", db_default="")

    created_at = models.DateTimeField(_("created at"), auto_now_add=True)
    updated_at = models.DateTimeField(_("changed at"), auto_now=True)

    # Of the newest version; changed by `events.moderation.services` alone.
    state = models.CharField(max_length=10, choices=State, default=State.DRAFT, editable=False)
    # Since when a moderator has been asked; empty for what does not wait.
    waiting_since = models.DateTimeField(null=True, blank=True, editable=False)

    # What is not its own words and facts, but the site's about it: who reads it sees no change in these.
    NOT_SAID = frozenset(
        {
            *("id", "created_at", "updated_at", "state", "waiting_since"),
            *("live", "first_published_at", "last_published_at", "go_live_at", "expire_at", "expired"),
            *("has_unpublished_changes", "latest_revision", "live_revision"),
        }
    )

    _revisions = GenericRelation("wagtailcore.Revision", related_query_name="event")
    objects = EventQuerySet.as_manager()

    class Meta:
        verbose_name = _("activity")
        verbose_name_plural = _("activities")
        constraints = [
            models.CheckConstraint(
                condition=Q(live=False) | Q(venue__isnull=False) | ~Q(online_url=""),
                name="event_has_a_place_or_a_link",
            ),
            models.CheckConstraint(
                condition=Q(capacity__isnull=True) | Q(capacity__gte=1), name="event_capacity_positive"
            ),
            models.CheckConstraint(
                condition=Q(age_from__isnull=True) | Q(age_from__lte=99), name="event_age_from_is_an_age"
            ),
            models.CheckConstraint(
                condition=Q(age_to__isnull=True)
                | Q(age_to__lte=99) & (Q(age_from__isnull=True) | Q(age_to__gte=models.F("age_from"))),
                name="event_age_to_is_not_below",
            ),
            models.CheckConstraint(condition=Q(pace="") | Q(pace__in=Pace.values), name="event_pace_known"),
            models.CheckConstraint(
                condition=Q(meeting_latitude__isnull=True, meeting_longitude__isnull=True)
                | Q(meeting_latitude__range=(-90, 90), meeting_longitude__range=(-180, 180)),
                name="event_meeting_point_whole",
            ),
            models.CheckConstraint(
                condition=Q(category__in=Category.values) | Q(category="", live=False),
                name="event_category_known",
            ),
            models.CheckConstraint(
                condition=~Q(category__in=Category.sensitive(), admission="sign_up"),
                name="event_of_faith_asks_no_names",
            ),
            models.CheckConstraint(
                condition=Q(signup_for__in=SignupFor.values), name="event_signup_for_known"
            ),
            models.CheckConstraint(
                condition=Q(goes_from__isnull=True)
                | Q(goes_from__gte=2) & (Q(capacity__isnull=True) | Q(capacity__gte=models.F("goes_from"))),
                name="event_goes_from_within_its_places",
            ),
            models.CheckConstraint(condition=Q(state__in=State.values), name="event_state_known"),
            models.CheckConstraint(
                condition=(~Q(state="published") | Q(live=True)) & (~Q(state="taken_down") | Q(live=False)),
                name="event_state_fits_what_is_shown",
            ),
        ]
        indexes = [
            models.Index(fields=["municipality"], condition=Q(state="waiting"), name="event_waits_for_a_yes")
        ]

    def __str__(self) -> str:
        return self.title

    def save(self, *args, **kwargs) -> None:
        # Also where an older revision is published again.
        if self.category in Category.sensitive():
            self.admission = Admission.DROP_IN
        if (state := self._state_that_fits()) != self.state:
            self.state = state
            if (names := kwargs.get("update_fields")) is not None:
                kwargs["update_fields"] = {*names, "state"}
        super().save(*args, **kwargs)

    def _state_that_fits(self) -> str:
        """What follows from whether it is shown, whoever shows or hides it."""
        if self.live and not self.has_unpublished_changes:
            return State.PUBLISHED
        if self.live and self.state == State.TAKEN_DOWN:
            return State.DRAFT
        if not self.live and self.state == State.PUBLISHED:
            return State.TAKEN_DOWN if self.first_published_at else State.DRAFT
        return self.state

    def with_content_json(self, content: Any) -> "Event":
        """A version of it. Where it stands is the activity's own, as whether it is shown."""
        event = super().with_content_json(content)
        event.state, event.waiting_since = self.state, self.waiting_since
        return event

    @property
    def revisions(self):
        return self._revisions

    @property
    def takes_signups(self) -> bool:
        """Whether one signs up before one comes."""
        return self.admission == Admission.SIGN_UP and self.category not in Category.sensitive()

    @property
    def partners(self) -> list[Organisation]:
        """The organisations that arrange it with its owner; of what is not stored yet, none."""
        return list(self.co_organisers.all()) if self.pk else []

    def text_for(self, language: str | None = None) -> "EventText | None":
        """The text that a reader of `language` (default: the active one) gets, along the fallback chain."""
        texts = {text.language: text for text in self.texts.all()}
        return pick(texts, language or get_language() or "nb")

    @property
    def source_text(self) -> "EventText | None":
        """The text as the organiser wrote it."""
        return next((text for text in self.texts.all() if text.state == TextState.SOURCE), None)

    @property
    def title(self) -> str:
        if text := self.text_for():
            return text.title
        instead = self.get_category_display() or gettext("Without a title")
        return f"{instead} ({self.pk})"

    def get_preview_template(self, request, mode_name):
        return "events/event_preview.html"


class EventText(models.Model):
    """An event's words in one language, and how they came to be."""

    # What is unique begins with it.
    event = ParentalKey(Event, on_delete=models.CASCADE, related_name="texts", db_index=False)
    language = models.CharField(_("language"), max_length=10, choices=language_choices)
    state = models.CharField(_("state"), max_length=10, choices=TextState, default=TextState.SOURCE)
    title = fields.CharField(_("title"), max_length=120)
    description = fields.TextField(_("description"), blank=True, max_length=5000)

    class Meta:
        verbose_name = _("text")
        verbose_name_plural = _("texts")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["event", "language"], name="event_text_language_unique"),
            models.CheckConstraint(condition=Q(state__in=TextState.values), name="event_text_state_known"),
            models.UniqueConstraint(
                fields=["event"], condition=Q(state="source"), name="event_text_one_source"
            ),
        ]

    def __str__(self) -> str:
        return self.title


class ProgrammeItem(models.Model):
    """What happens within an event at a time of its own: "bingo at 11". In the source text's language."""

    event = ParentalKey(Event, on_delete=models.CASCADE, related_name="programme")
    starts = models.TimeField(_("starts"))
    words = fields.CharField(_("what happens"), max_length=120)

    class Meta:
        verbose_name = _("programme item")
        verbose_name_plural = _("programme items")
        ordering = ["starts", "id"]

    def __str__(self) -> str:
        return f"{self.starts:%H:%M} {self.words}"
