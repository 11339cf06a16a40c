"""Invitations to work for a municipality, and the log of who gave whom what."""

import uuid
from datetime import date, datetime, timedelta
from typing import Any

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from core import privacy
from core.formats import day_with_year, labelled
from core.isolation import filled
from core.models import PersonalRow, User
from organisations.models.organisations import Membership, Organisation
from organisations.models.places import Municipality, Region
from organisations.roles import Role

# Stands in the log as a role: an organisation whose activities are shown without waiting.
TRUST = "trusted"
# An invitation that nobody answers ends; it can be sent anew.
INVITED_FOR = timedelta(days=14)


class StaffInvitationQuerySet(models.QuerySet["StaffInvitation"]):
    """Invitations to work for a municipality or a county."""

    def standing(self, now: datetime) -> "StaffInvitationQuerySet":
        """Those that can still be answered."""
        return self.filter(expires_at__gt=now)

    def answered_by(self, user: User | AnonymousUser) -> "StaffInvitationQuerySet":
        """Those to `user`: nobody else says yes for them."""
        return self.filter(user=user) if user.is_authenticated else self.none()


class StaffInvitation(PersonalRow):
    """Somebody who is asked to take roles in a municipality or a county. It opens nothing before a yes."""

    purpose = privacy.INVITED.slug

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="staff_invitations"
    )
    roles = ArrayField(models.CharField(max_length=20, choices=Role), verbose_name=_("roles"))
    municipality = models.ForeignKey(
        Municipality, on_delete=models.CASCADE, null=True, blank=True, related_name="staff_invitations"
    )
    region = models.ForeignKey(
        Region, on_delete=models.CASCADE, null=True, blank=True, related_name="staff_invitations"
    )
    invited_at = models.DateTimeField(_("invited at"))
    # Who did, while they have an account.
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )

    objects = StaffInvitationQuerySet.as_manager()

    class Meta:
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")
        ordering = ["invited_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "municipality", "region"],
                nulls_distinct=False,
                name="staff_invitation_unique",
            ),
            models.CheckConstraint(
                condition=Q(municipality__isnull=True, region__isnull=False)
                | Q(municipality__isnull=False, region__isnull=True),
                name="staff_invitation_has_its_place",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.place}"

    @property
    def place(self) -> Municipality | Region:
        place = self.municipality or self.region
        assert place is not None, "the database holds that there is one"
        return place

    @property
    def role_names(self) -> list[str]:
        return [str(Role(role).label) for role in self.roles]


class PeopleLogQuerySet(models.QuerySet["PeopleLog"]):
    """Who gave whom what."""

    def record(
        self,
        what: str,
        *,
        now: datetime,
        by: User | None,
        user: User | None,
        place: Municipality | Region | Organisation,
        role: str = "",
        days: "tuple[date, date] | None" = None,
    ) -> "PeopleLog":
        """Write one line. `by` is None where nobody decided it: a command, or the clock.

        `days` are the first and the last one that somebody stands in for.
        """
        where: dict[str, Any] = {type(place)._meta.model_name or "": place}
        first, last = days or (None, None)
        return self.create(
            what=what, at=now, by=by, user=user, role=role, first_day=first, last_day=last, **where
        )

    def of(self, place: Municipality | Region | Organisation) -> "PeopleLogQuerySet":
        """What happened in one place, the latest first."""
        rows = self.filter(**{type(place)._meta.model_name or "": place})
        return rows.select_related("by", "user").order_by("-at", "-pk")


class PeopleLog(models.Model):
    """One line: somebody was invited, given a role, or let go; or an organisation was trusted (`TRUST`).

    Written once, and never changed.
    """

    class What(models.TextChoices):
        INVITED = "invited", _("Invited")
        PROPOSED = "proposed", _("Proposed")
        WITHDRAWN = "withdrawn", _("Invitation taken back")
        DECLINED = "declined", _("Said no")
        JOINED = "joined", _("Said yes")
        GIVEN = "given", _("Role given")
        TAKEN = "taken", _("Role taken away")
        HANDED_OVER = "handed_over", _("Handed over")
        LEFT = "left", _("Left")
        REMOVED = "removed", _("Removed")
        STANDS_IN = "stands_in", _("Stands in for somebody")
        STOOD_IN = "stood_in", _("No longer stands in")

    at = models.DateTimeField()
    what = models.CharField(max_length=12, choices=What)
    # A value of `Role`, or of `Membership.MemberRole`; or `TRUST`.
    role = models.CharField(
        _("role"), max_length=20, blank=True, choices=[*Role.choices, *Membership.MemberRole.choices]
    )
    # For which days somebody stands in.
    first_day = models.DateField(null=True, blank=True)
    last_day = models.DateField(null=True, blank=True)
    # Who did it, and to whom, while they have an account.
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    municipality = models.ForeignKey(
        Municipality, on_delete=models.CASCADE, null=True, blank=True, related_name="people_log"
    )
    region = models.ForeignKey(
        Region, on_delete=models.CASCADE, null=True, blank=True, related_name="people_log"
    )
    organisation = models.ForeignKey(
        Organisation, on_delete=models.CASCADE, null=True, blank=True, related_name="people_log"
    )

    objects = PeopleLogQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-pk"]
        constraints = [
            # Each line is about one place, and no other.
            models.CheckConstraint(
                condition=Q(municipality__isnull=False, region__isnull=True, organisation__isnull=True)
                | Q(municipality__isnull=True, region__isnull=False, organisation__isnull=True)
                | Q(municipality__isnull=True, region__isnull=True, organisation__isnull=False),
                name="people_log_has_its_place",
            )
        ]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d} {self.what}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.pk is not None:
            raise TypeError("a line of the log is written once")
        super().save(*args, **kwargs)

    @property
    def words(self) -> str:
        """What happened, with the role that it is about."""
        if self.role == TRUST:
            is_given = self.what == self.What.GIVEN
            return gettext("Publishes without waiting") if is_given else gettext("Waits for approval again")
        what = str(self.get_what_display())
        if self.first_day and self.last_day:
            days = {"first": day_with_year(self.first_day), "last": day_with_year(self.last_day)}
            return labelled(what, filled(gettext("%(first)s to %(last)s"), **days))
        return labelled(what, self.get_role_display()) if self.role else what
