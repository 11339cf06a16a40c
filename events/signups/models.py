"""Places at a date (`Signup`).

A sign-up that is *confirmed* has its places. It is *firm* when the person has pressed the button behind the
link in their mail or text message, or when the organiser has entered or accepted it: then nobody else gets
them. Until then it gives way, but only to somebody who needs the places, and not in the first hour after its
message left. Who *waits* stands on the list of a full date; who is *offered* places has them until a moment.

There is one row for each date. Rows that were asked for together are one `booking`; those of a course have
their places at all of its dates, or at none.
"""

import uuid
from datetime import datetime, timedelta

from django.contrib.auth.models import AnonymousUser
from django.contrib.postgres.functions import RandomUUID
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Count, F, Q, Sum, Value
from django.db.models.functions import Coalesce, Lower
from django.utils.translation import gettext_lazy as _

from core import fields, privacy
from core.languages import language_choices
from core.models import PersonalRow, User
from events.choices import Category
from events.models import Occurrence
from events.signups.access_models import SignupAccess, SignupReading  # noqa: F401  tables of this room

MAX_PARTY = 20
# Who comes, by age, as a form asks for them.
PARTY = ("adults", "youth_13_17", "children_6_12", "children_0_5")
SIZE = F("adults") + F("children_0_5") + F("children_6_12") + F("youth_13_17")
# How long unconfirmed places are kept after the mail with the link has left, whoever else would have them.
HOLD = timedelta(hours=1)
# Who cancelled can still see it by the link for this long, and then the name and the address are deleted.
ERASED_AFTER = timedelta(days=1)
# Also when the mail about it cannot be sent.
ERASED_AT_LATEST_AFTER = timedelta(days=7)
# Whom to remind: of what starts within this time. From 21 to 08 on the clock, only of what starts before 08.
REMINDED_AHEAD = timedelta(hours=24)
WITHOUT_PLACES = ["cancelled", "released"]
# What takes places away from others.
TAKING = ["confirmed", "offered"]
# What a repeat finds.
STANDING = ["requested", "waiting", *TAKING]


class SignupQuerySet(models.QuerySet["Signup"]):
    """Sign-ups."""

    def confirmed(self) -> "SignupQuerySet":
        """Those that have places, firm or not."""
        return self.filter(status=Signup.Status.CONFIRMED)

    def firm(self) -> "SignupQuerySet":
        """Those whose places nobody else gets."""
        return self.confirmed().filter(firm_since__isnull=False)

    def requested(self) -> "SignupQuerySet":
        """Those by telephone alone that wait for the organiser's yes."""
        return self.filter(status=Signup.Status.REQUESTED)

    def waiting(self) -> "SignupQuerySet":
        """Those on the list of a full date, in the order in which they get places."""
        return self.filter(status=Signup.Status.WAITING).order_by("waits_since", "pk")

    def with_offer_over(self, now: datetime) -> "SignupQuerySet":
        """Those who had places until a moment that is over, and have not said yes."""
        asked = [Signup.Status.OFFERED, Signup.Status.REQUESTED]
        return self.filter(status__in=asked, offered_until__lte=now)

    def taking(self) -> "SignupQuerySet":
        """Those whose places nobody else has at the same time.

        Among them is who can only be called, and has places until a moment: the organiser is to call them.
        """
        kept_to_call = Q(status=Signup.Status.REQUESTED, offered_until__isnull=False)
        return self.filter(Q(status__in=TAKING) | kept_to_call)

    def coming(self) -> "SignupQuerySet":
        """Those that have places, or may soon: all that stand but for the list of who waits."""
        return self.filter(status__in=[*TAKING, Signup.Status.REQUESTED])

    def standing(self) -> "SignupQuerySet":
        """Those that have places, or wait for them: a repeat finds them."""
        return self.filter(status__in=STANDING)

    def told(self) -> "SignupQuerySet":
        """Those that are told what happens to their date: they have places, or stand on its list."""
        return self.filter(status__in=[*TAKING, Signup.Status.WAITING])

    def of_person(self, party: "Signup") -> "SignupQuerySet":
        """Those of the same person: a family may share an address, and a stranger may type any number."""
        way = Q(email__iexact=party.email) if party.email else Q(email="", phone=party.phone)
        return self.annotate(lower_name=Lower("name")).filter(way, lower_name=Lower(Value(party.name)))

    def reached_as(self, signup: "Signup") -> "SignupQuerySet":
        """All at the same address as `signup`, or by the same number alone."""
        if signup.email:
            return self.filter(email__iexact=signup.email)
        return self.filter(email="", phone=signup.phone)

    def without_places(self) -> "SignupQuerySet":
        """Those that were given back, or given to others."""
        return self.filter(status__in=WITHOUT_PLACES)

    def giving_way(self, now: datetime) -> "SignupQuerySet":
        """Those that somebody who needs the places gets them from: unconfirmed, and their hour is over.

        Whose mail left first is the first.
        """
        rows = self.confirmed().filter(firm_since__isnull=True, mail_left_at__lte=now - HOLD)
        return rows.order_by("mail_left_at", "pk")

    def keeping(self, now: datetime) -> "SignupQuerySet":
        """Those whose places nobody gets who asks now: the others that have them, or are offered them."""
        in_their_hour = Q(mail_left_at__isnull=True) | Q(mail_left_at__gt=now - HOLD)
        confirmed = Q(status=Signup.Status.CONFIRMED) & (Q(firm_since__isnull=False) | in_their_hour)
        asked = [Signup.Status.OFFERED, Signup.Status.REQUESTED]
        return self.filter(confirmed | Q(status__in=asked, offered_until__gt=now))

    def places_by_date(self) -> dict[int, int]:
        """How many places these take, by the id of the date."""
        rows = self.order_by().values("occurrence").annotate(places=Sum(SIZE))
        return {row["occurrence"]: row["places"] for row in rows}

    def numbers_by_date(self) -> dict[int, int]:
        """How many sign-ups these are, by the id of the date."""
        return dict(self.order_by().values_list("occurrence").annotate(number=Count("pk")))

    def over(self, now: datetime) -> "SignupQuerySet":
        """Those without places whose person need not be known any longer."""
        told = Q(receipt_left_at__lte=now - ERASED_AFTER) | Q(email="", cancelled_at__lte=now - ERASED_AFTER)
        return (
            self.without_places()
            .filter(erased_at__isnull=True)
            .filter(told | Q(cancelled_at__lte=now - ERASED_AT_LATEST_AFTER))
        )

    def at_sensitive_dates(self) -> "SignupQuerySet":
        """Those that would tell what somebody believes (legal.md L3)."""
        return self.filter(occurrence__category__in=Category.sensitive())

    def places(self) -> int:
        """How many places these sign-ups take together."""
        return self.aggregate(places=Coalesce(Sum(SIZE), 0))["places"]

    def for_user(self, user: User | AnonymousUser) -> "SignupQuerySet":
        """Those of dates that `user` may manage: the controller is the organisation."""
        return self.filter(occurrence__in=Occurrence.objects.for_user(user).values("pk"))

    def reachable(self) -> "SignupQuerySet":
        """Those that can be written to by e-mail."""
        return self.exclude(email="")

    def with_date(self) -> "SignupQuerySet":
        """With all that a page or a mail about a sign-up shows: two queries, however many rows."""
        return self.select_related(
            "occurrence__event__venue",
            "occurrence__organisation",
            "occurrence__venue",
            "occurrence__municipality__county",
        ).prefetch_related("occurrence__event__texts")

    def to_remind(self, now: datetime) -> "SignupQuerySet":
        """Whom to remind: firm, for public dates that take place and start within a day. Asked here alone.

        An address that nobody has confirmed may be a stranger's: it has had one mail, and gets no second.

        Who signed up less than a day before it starts has just had the confirmation, and needs no other mail.
        """
        return self.firm().filter(
            occurrence__status=Occurrence.Status.SCHEDULED,
            occurrence__is_public=True,
            occurrence__starts_at__gt=now,
            occurrence__starts_at__lte=now + REMINDED_AHEAD,
            created_at__lte=F("occurrence__starts_at") - timedelta(days=1),
        )


class Signup(PersonalRow):
    """A party that has places at one date. No account: a signed link manages it. Children are numbers."""

    class Status(models.TextChoices):
        # By telephone alone: takes no places until the organiser has said yes.
        REQUESTED = "requested", _("Waits for the organiser")
        CONFIRMED = "confirmed", _("Signed up")
        # On the list of a full date.
        WAITING = "waiting", _("On the waiting list")
        # Has places until `offered_until`, and may say yes.
        OFFERED = "offered", _("Has been offered places")
        # Its address was never confirmed, and somebody else needed the places.
        RELEASED = "released", _("Given to others")
        CANCELLED = "cancelled", _("Cancelled")

    purpose = privacy.SIGNUP.slug

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    occurrence = models.ForeignKey(Occurrence, on_delete=models.PROTECT, related_name="signups")
    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.CONFIRMED)
    name = fields.CharField(_("name"), max_length=120)
    email = fields.EmailField(_("e-mail address"), blank=True)
    phone = fields.TelephoneField(_("phone number"), max_length=20, blank=True)
    language = models.CharField(_("language"), max_length=10, choices=language_choices)
    adults = models.PositiveSmallIntegerField(
        _("adults"), default=1, validators=[MaxValueValidator(MAX_PARTY)]
    )
    children_0_5 = models.PositiveSmallIntegerField(
        _("children 0–5 years"), default=0, validators=[MaxValueValidator(MAX_PARTY)]
    )
    children_6_12 = models.PositiveSmallIntegerField(
        _("children 6–12 years"), default=0, validators=[MaxValueValidator(MAX_PARTY)]
    )
    youth_13_17 = models.PositiveSmallIntegerField(
        _("young people 13–17 years"), default=0, validators=[MaxValueValidator(MAX_PARTY)]
    )
    created_at = models.DateTimeField(_("created at"))
    # The rows that were asked for together: each date is a row, and they have one mail.
    booking = models.UUIDField(default=uuid.uuid4, db_default=RandomUUID(), db_index=True, editable=False)
    # Of a course: places at each of its dates, or at none.
    is_course = models.BooleanField(default=False, db_default=False)
    # The newest date of the course that the booking knows of: what is made later has a higher number.
    knows_dates_to = models.BigIntegerField(null=True, blank=True, editable=False)
    # Since when on the list of the date; it says the order.
    waits_since = models.DateTimeField(_("on the waiting list since"), null=True, blank=True)
    offered_until = models.DateTimeField(_("places are offered until"), null=True, blank=True)
    # The person has said once more that they are coming.
    coming_at = models.DateTimeField(_("has said again that they are coming"), null=True, blank=True)
    cancelled_at = models.DateTimeField(_("given up at"), null=True, blank=True)
    firm_since = models.DateTimeField(_("cannot be given to others since"), null=True, blank=True)
    # When the first mail with the link had left, or was given up; a repeat does not move it.
    mail_left_at = models.DateTimeField(_("e-mail left at"), null=True, blank=True)
    # Who it was is deleted; the numbers stay until `expires_at`.
    erased_at = models.DateTimeField(_("name deleted at"), null=True, blank=True)
    # When the mail about places that were given back, or to others, had left or could not.
    receipt_left_at = models.DateTimeField(_("receipt left at"), null=True, blank=True)

    objects = SignupQuerySet.as_manager()

    class Meta:
        verbose_name = _("sign-up")
        verbose_name_plural = _("sign-ups")
        ordering = ["created_at"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(email="", phone="") | Q(erased_at__isnull=False), name="signup_can_be_reached"
            ),
            models.CheckConstraint(
                condition=Q(erased_at__isnull=True)
                | Q(name="", email="", phone="", language="", status__in=WITHOUT_PLACES),
                name="signup_erased_names_nobody",
            ),
            models.CheckConstraint(
                condition=Q(status__in=[*STANDING, *WITHOUT_PLACES]),
                name="signup_status_known",
            ),
            models.CheckConstraint(
                condition=~Q(status="waiting") | Q(waits_since__isnull=False), name="signup_waits_in_order"
            ),
            models.CheckConstraint(
                condition=~Q(status="offered") | Q(offered_until__isnull=False), name="signup_offer_ends"
            ),
            models.CheckConstraint(
                condition=Q(
                    adults__lte=MAX_PARTY - F("children_0_5") - F("children_6_12") - F("youth_13_17")
                ),
                name="signup_party_not_too_large",
            ),
            models.CheckConstraint(
                condition=Q(adults__gte=1) | Q(youth_13_17__gte=1), name="signup_has_someone_responsible"
            ),
            models.UniqueConstraint(
                Lower("email"),
                Lower("name"),
                F("occurrence"),
                condition=Q(status__in=["confirmed", "offered", "waiting"]) & ~Q(email=""),
                name="signup_once_per_person_and_date",
            ),
        ]
        indexes = [
            # Few, and every organiser's front page asks for them.
            models.Index(fields=["occurrence"], condition=Q(status="requested"), name="signup_requested"),
            models.Index(
                fields=["occurrence", "waits_since", "id"],
                condition=Q(status="waiting"),
                name="signup_waiting_list",
            ),
            models.Index(
                fields=["offered_until"],
                condition=Q(offered_until__isnull=False),
                name="signup_offers_that_end",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.occurrence_id}: {self.party_size}"

    @property
    def is_firm(self) -> bool:
        return self.firm_since is not None

    @property
    def has_places(self) -> bool:
        return self.status == self.Status.CONFIRMED

    @property
    def is_waiting(self) -> bool:
        return self.status == self.Status.WAITING

    @property
    def is_offered(self) -> bool:
        return self.status == self.Status.OFFERED

    @property
    def party(self) -> dict[str, int]:
        """How many of each of `PARTY` come."""
        return {name: getattr(self, name) for name in PARTY}

    @property
    def party_size(self) -> int:
        """How many places it takes: everyone, whatever their age."""
        return self.adults + self.children_0_5 + self.children_6_12 + self.youth_13_17
