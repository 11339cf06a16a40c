"""Places at a date (`Signup`).

A sign-up that is *confirmed* has its places. It is *firm* when the person has pressed the button behind the
link in their mail, or when the organiser has entered or accepted it: then nobody else gets them. Until then
it gives way, but only to somebody who needs the places, and not in the first hour after its mail left.
"""

import uuid
from datetime import datetime, timedelta

from django.contrib.auth.models import AnonymousUser
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

    def standing(self) -> "SignupQuerySet":
        """Those that have places, or wait for the organiser's yes: a repeat finds them."""
        return self.filter(status__in=[Signup.Status.CONFIRMED, Signup.Status.REQUESTED])

    def of_person(self, party: "Signup") -> "SignupQuerySet":
        """Those of the same person: a family may share an address, and a stranger may type any number."""
        way = Q(email__iexact=party.email) if party.email else Q(email="", phone=party.phone)
        return self.annotate(lower_name=Lower("name")).filter(way, lower_name=Lower(Value(party.name)))

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
        """Those whose places nobody gets who asks now: the rest of those that have places."""
        return self.confirmed().filter(
            Q(firm_since__isnull=False) | Q(mail_left_at__isnull=True) | Q(mail_left_at__gt=now - HOLD)
        )

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
        """Those that can be written to."""
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
        return (
            self.firm()
            .reachable()
            .filter(
                occurrence__status=Occurrence.Status.SCHEDULED,
                occurrence__is_public=True,
                occurrence__starts_at__gt=now,
                occurrence__starts_at__lte=now + REMINDED_AHEAD,
                created_at__lte=F("occurrence__starts_at") - timedelta(days=1),
            )
        )


class Signup(PersonalRow):
    """A party that has places at one date. No account: a signed link manages it. Children are numbers."""

    class Status(models.TextChoices):
        # By telephone alone: takes no places until the organiser has said yes.
        REQUESTED = "requested", _("Waits for the organiser")
        CONFIRMED = "confirmed", _("Signed up")
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
                condition=Q(status__in=["requested", "confirmed", "released", "cancelled"]),
                name="signup_status_known",
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
                condition=Q(status="confirmed") & ~Q(email=""),
                name="signup_once_per_person_and_date",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.occurrence_id}: {self.party_size}"

    @property
    def is_firm(self) -> bool:
        return self.firm_since is not None

    @property
    def party_size(self) -> int:
        """How many places it takes: everyone, whatever their age."""
        return self.adults + self.children_0_5 + self.children_6_12 + self.youth_13_17
