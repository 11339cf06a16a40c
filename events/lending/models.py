"""What an organisation lends (`Thing`), and who has asked for it or has it (`Loan`)."""

import uuid
from datetime import date, datetime, timedelta

from django.contrib.auth.models import AnonymousUser
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from core import fields, privacy
from core.clock import midnight
from core.models import PersonalRow, User
from core.privacy.kept import LOANS_KEPT_DAYS
from events.lending.choices import Kind
from events.models import Event, Occurrence
from events.signups.models import Signup, SignupQuerySet
from organisations.models import Organisation


class ThingQuerySet(models.QuerySet["Thing"]):
    """Things that are lent."""

    def for_user(self, user: User | AnonymousUser) -> "ThingQuerySet":
        """Those of the organisations that `user` belongs to."""
        return self.filter(organisation__in=Organisation.objects.for_user(user).order_by().values("pk"))

    def in_order(self) -> "ThingQuerySet":
        """As a list shows them: by kind, then by size and the organisation's own words."""
        return self.order_by("kind", "size", "words", "pk")

    def free_on(self, day: date, *, today: date) -> "ThingQuerySet":
        """Those that nobody has asked for on `day`, and that are in then; both days in Norway."""
        return self.in_on(day, today=today).without_wish_of(Signup.objects.standing(), day)

    def free_with_places_on(self, day: date, *, today: date, now: datetime) -> "ThingQuerySet":
        """Those that somebody can have on `day` who has places that day.

        Whoever waits for places, or would lose them to somebody who asks now (UTC), keeps no thing either.
        """
        return self.in_on(day, today=today).without_wish_of(Signup.objects.keeping(now), day)

    def in_on(self, day: date, *, today: date) -> "ThingQuerySet":
        """Without what is still out then, and what should have been back already."""
        return self.exclude(Q(out_until__gte=day) | Q(out_until__lt=today))

    def without_wish_of(self, signups: SignupQuerySet, day: date) -> "ThingQuerySet":
        """Those that none of `signups` has asked for at a date of `day`."""
        asked = Loan.objects.filter(thing=OuterRef("pk"), signup__in=signups.order_by().values("pk"))
        return self.filter(~Exists(asked.on_day(day)))


class Thing(models.Model):
    """One thing: a pair of skis, a tent. Nothing here says who has it."""

    organisation = models.ForeignKey(
        Organisation, verbose_name=_("organisation"), on_delete=models.CASCADE, related_name="things"
    )
    kind = models.CharField(_("what it is"), max_length=20, choices=Kind)
    # As it stands on the thing: "38", "M", "160 cm". Numbers need no translation.
    size = fields.CharField(_("size"), max_length=20, blank=True, default="", db_default="")
    # By which the organisation knows it, or what it is when it is something else: "Blue, number 4".
    words = fields.CharField(_("in your own words"), max_length=80, blank=True, default="", db_default="")
    # The day on which it should be back; empty while it is in.
    out_until = models.DateField(_("out until"), null=True, blank=True)

    objects = ThingQuerySet.as_manager()

    class Meta:
        verbose_name = _("thing to borrow")
        verbose_name_plural = _("things to borrow")
        ordering = ["kind", "size", "words", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=Kind.values), name="thing_kind_known"),
            models.CheckConstraint(condition=~Q(kind="other", words=""), name="thing_other_has_words"),
        ]

    def __str__(self) -> str:
        return ", ".join(part for part in (self.words or self.get_kind_display(), self.size) if part)

    @property
    def is_out(self) -> bool:
        return self.out_until is not None


class LoanQuerySet(models.QuerySet["Loan"]):
    """Who has asked for things, or has them."""

    def standing(self) -> "LoanQuerySet":
        """Those asked for with a sign-up that still stands, also on a list: who gets places has it then, if
        nobody with places has asked for it meanwhile."""
        return self.filter(signup__in=Signup.objects.standing().order_by().values("pk"))

    def on_day(self, day: date) -> "LoanQuerySet":
        """Those for a date that begins on `day`, in Norway."""
        return self.filter(
            occurrence__starts_at__gte=midnight(day),
            occurrence__starts_at__lt=midnight(day + timedelta(days=1)),
        )

    def out(self) -> "LoanQuerySet":
        """Those that somebody has now."""
        return self.filter(signup=None)


class Loan(PersonalRow):
    """Somebody has asked for a thing with their sign-up, or has it. It ends when the thing is back.

    While it is asked for, the sign-up knows who it is. When it is handed out it leaves the sign-up, which may
    end before the thing is back, and `borrower` is who has it.
    """

    purpose = privacy.LOAN.slug

    # What the list of erasures knows it by.
    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    thing = models.ForeignKey(Thing, on_delete=models.CASCADE, related_name="loans")
    signup = models.ForeignKey(Signup, on_delete=models.CASCADE, null=True, blank=True, related_name="loans")
    # Where it was asked for or handed out; None for what was lent without any date.
    occurrence = models.ForeignKey(
        Occurrence, on_delete=models.CASCADE, null=True, blank=True, related_name="loans"
    )
    borrower = fields.CharField(_("who has it"), max_length=120, blank=True, default="", db_default="")
    # By which who has it finds it (`borrowers.mark_of`); "" where only a name was typed.
    mark = fields.CharField(max_length=64, blank=True, default="", db_default="", editable=False)

    objects = LoanQuerySet.as_manager()

    class Meta:
        verbose_name = _("loan")
        verbose_name_plural = _("loans")
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(signup__isnull=False, borrower="", occurrence__isnull=False)
                | Q(signup__isnull=True) & ~Q(borrower=""),
                name="loan_knows_who_once",
            ),
            # Nobody has a thing that somebody else has.
            models.UniqueConstraint(fields=["thing"], condition=Q(signup=None), name="loan_one_has_it"),
            models.UniqueConstraint(
                fields=["thing", "occurrence"], condition=Q(signup__isnull=False), name="loan_asked_for_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.thing_id}: {self.pk}"


def end_of_loan(out_until: date) -> datetime:
    """When the name of a borrower is deleted whatever has become of the thing."""
    return midnight(out_until + timedelta(days=LOANS_KEPT_DAYS))


class LentHere(models.Model):
    """What can be borrowed at an activity, where it is not everything that its organisation lends."""

    event = models.OneToOneField(Event, on_delete=models.CASCADE, related_name="lent_here")
    kinds = ArrayField(models.CharField(max_length=20, choices=Kind), default=list, blank=True)

    class Meta:
        verbose_name = _("what can be borrowed at an activity")
        verbose_name_plural = _("what can be borrowed at activities")

    def __str__(self) -> str:
        return f"{self.event_id}"
