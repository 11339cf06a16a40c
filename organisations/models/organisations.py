"""Organisations, who belongs to them, and who has been invited to."""

import uuid
from datetime import datetime

from dateutil.relativedelta import relativedelta
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.contrib.postgres.fields import ArrayField
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Exists, OuterRef, Q, Value
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _
from modelcluster.models import ClusterableModel

from core import fields, privacy
from core.models import PersonalRow, User
from core.quick_rows import QuickRow
from core.sorting import NamedQuerySet, name_indexes
from organisations.models.places import Municipality, RoleAssignment, where_user_may
from organisations.models.texts import Said, said
from organisations.roles import Capability

# Who has not logged in for so long answers for nothing any longer.
AWAY = relativedelta(months=12)


class OrganisationQuerySet(NamedQuerySet["Organisation"]):
    """Organisations."""

    def for_user(self, user: User | AnonymousUser) -> "OrganisationQuerySet":
        """Those that `user` may publish for: a membership, whatever its role. Superusers: all of them."""
        return self if user.is_authenticated and user.is_superuser else self.with_member(user)

    def listed(self) -> "OrganisationQuerySet":
        """Those that lists and searches show: not those that have been silent for too long."""
        return self.filter(hidden_at=None)

    def with_member(self, user: User | AnonymousUser) -> "OrganisationQuerySet":
        """Those that `user` belongs to, superuser or not."""
        if not user.is_authenticated:
            return self.none()
        return self.filter(pk__in=user.memberships.values("organisation"))

    def with_people_led_by(self, user: User | AnonymousUser) -> "OrganisationQuerySet":
        """Those that `user` speaks for and whose people they decide about.

        Its owners do, or where it has none whoever publishes.
        """
        if not user.is_authenticated:
            return self.none()
        members = Membership.objects.filter(organisation=OuterRef("pk"), user__is_active=True)
        owners = members.filter(role=Membership.MemberRole.OWNER)
        return self.filter(
            Exists(owners.filter(user=user)) | (Exists(members.filter(user=user)) & ~Exists(owners))
        )

    def without_active_owner(self, now: datetime) -> "OrganisationQuerySet":
        """Those that nobody answers for: no owner, or none who has logged in for a year."""
        owners = Membership.objects.here(now).filter(role=Membership.MemberRole.OWNER)
        return self.filter(~Exists(owners.filter(organisation=OuterRef("pk"))))

    def edited_by(self, user: User | AnonymousUser) -> "OrganisationQuerySet":
        """Those at home in a municipality where `user` looks after them."""
        return where_user_may(self, "municipality", user, Capability.EDIT_DIRECTORY)

    def looked_after_by(self, user: User | AnonymousUser) -> "OrganisationQuerySet":
        """Those of which `user` may say what they are: their own, and their municipality's."""
        return self.filter(
            Q(pk__in=self.with_people_led_by(user).values("pk")) | Q(pk__in=self._edited(user))
        )

    def known_to(self, user: User | AnonymousUser) -> "OrganisationQuerySet":
        """Those that `user` belongs to or looks after: whose page in the portal is theirs to see."""
        return self.filter(Q(pk__in=self.with_member(user).values("pk")) | Q(pk__in=self._edited(user)))

    def _edited(self, user: User | AnonymousUser) -> models.QuerySet:
        return self.edited_by(user).values("pk")

    def with_coming_dates(self, now: datetime) -> "OrganisationQuerySet":
        """Those with something that is public and has not ended, whatever room that is kept in."""
        coming = self.filter(occurrences__is_public=True, occurrences__ends_at__gt=now)
        return self.filter(pk__in=coming.values("pk"))


class Organisation(QuickRow, ClusterableModel):
    """A club, association, volunteer centre, library or municipal office that offers activities."""

    class Kind(models.TextChoices):
        VOLUNTEER_CENTRE = "volunteer_centre", _("Volunteer centre")
        LIBRARY = "library", _("Library")
        ASSOCIATION = "association", _("Club or association")
        MUNICIPAL = "municipal", _("Municipal service")
        OTHER = "other", _("Other")

    name = fields.CharField(_("name"), max_length=150)
    slug = fields.SlugField(_("web address"), max_length=80)
    # What it was called until its own people wrote another name, while no editor has seen that.
    former_name = fields.CharField(max_length=150, blank=True, default="", db_default="", editable=False)
    renamed_at = models.DateTimeField(null=True, blank=True, editable=False)
    kind = models.CharField(_("kind"), max_length=20, choices=Kind, default=Kind.ASSOCIATION)
    # Brønnøysund's nine digits; a new association may have none yet.
    orgnr = fields.CharField(
        _("organisation number"),
        max_length=9,
        blank=True,
        validators=[RegexValidator(r"^\d{9}$", _("An organisation number has nine digits."))],
    )
    municipality = models.ForeignKey(
        Municipality, verbose_name=_("municipality"), on_delete=models.PROTECT, related_name="organisations"
    )
    # A district or a national association with its local clubs.
    parent = models.ForeignKey(
        "self",
        verbose_name=_("part of"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="branches",
    )
    # What it works with, by the codes of Frivillighetsregisteret, the first first; and how it is organised,
    # by those of Enhetsregisteret: "FLI".
    icnpo = ArrayField(
        models.CharField(max_length=5),
        verbose_name=_("what it works with"),
        default=list,
        blank=True,
        db_default=Value([], output_field=ArrayField(models.CharField(max_length=5))),
    )
    legal_form = fields.CharField(_("legal form"), max_length=10, blank=True, default="", db_default="")
    village = fields.CharField(
        _("village or part of town"), max_length=80, blank=True, default="", db_default=""
    )
    active_in = models.ManyToManyField(
        Municipality, verbose_name=_("also active in"), blank=True, related_name="visiting_organisations"
    )
    email = fields.EmailField(_("public e-mail address"), blank=True)
    phone = fields.TelephoneField(_("public phone number"), max_length=20, blank=True)
    website = fields.URLField(_("website"), blank=True)
    # In the municipality's Norwegian; translations are in `texts`.
    about = fields.TextField(
        _("what the organisation does"),
        max_length=1000,
        blank=True,
        default="",
        db_default="",
        help_text=_("For whoever has never heard of you: what do you do, and what happens when one comes?"),
    )
    first_visit = fields.TextField(
        _("what happens when one comes for the first time"),
        max_length=1000,
        blank=True,
        default="",
        db_default="",
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
    # When somebody of it last said that all this is right; and since when lists leave it out.
    confirmed_at = models.DateTimeField(_("confirmed at"), null=True, blank=True, editable=False)
    hidden_at = models.DateTimeField(_("hidden since"), null=True, blank=True, editable=False)
    # Moderation is by trust: a trusted organisation's events go live at once.
    is_trusted = models.BooleanField(
        _("trusted"), default=False, help_text=_("Its activities are published at once, without waiting.")
    )
    members = models.ManyToManyField(
        settings.AUTH_USER_MODEL,
        through="Membership",
        related_name="organisations",
        verbose_name=_("members"),
    )

    objects = OrganisationQuerySet.as_manager()

    class Meta:
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")
        ordering = ["name"]
        indexes = name_indexes("organisation")
        constraints = [
            models.UniqueConstraint(fields=["municipality", "slug"], name="organisation_slug_unique"),
            models.CheckConstraint(
                condition=Q(orgnr="") | Q(orgnr__regex=r"^\d{9}$"), name="organisation_orgnr_nine_digits"
            ),
            models.UniqueConstraint(
                fields=["orgnr"], condition=~Q(orgnr=""), name="organisation_orgnr_unique"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def is_trusted_in(self, kommunenummer: str) -> bool:
        """A municipality trusts for itself: elsewhere the same organisation waits for a yes."""
        return self.is_trusted and self.municipality_id == kommunenummer

    @property
    def about_said(self) -> Said | None:
        """What it does, for a reader of the active language. Asks for the municipality and `texts`."""
        return said(self, self.texts.all(), "about", self.municipality.language)

    @property
    def first_visit_said(self) -> Said | None:
        """What happens when one comes for the first time. Asks for the same."""
        return said(self, self.texts.all(), "first_visit", self.municipality.language)


class MembershipQuerySet(models.QuerySet["Membership"]):
    """Who belongs to organisations."""

    def here(self, now: datetime) -> "MembershipQuerySet":
        """Those who have logged in within a year, or have had their account for less."""
        came = Coalesce("user__last_login", "user__date_joined")
        return self.filter(user__is_active=True).alias(came=came).filter(came__gte=now - AWAY)

    def answering_for(self, organisation_id: int) -> list[int]:
        """The users who speak for an organisation: its owners, or whoever publishes for it without one.

        `OrganisationQuerySet.with_people_led_by` from the other side.
        """
        members = self.filter(organisation=organisation_id, user__is_active=True)
        owners = members.filter(role=Membership.MemberRole.OWNER)
        return list((owners if owners.exists() else members).order_by("user").values_list("user", flat=True))

    def with_people(self) -> "MembershipQuerySet":
        """Owners first, and then by address."""
        return self.select_related("user").order_by("-role", "user__email", "pk")


class Membership(models.Model):
    """A user's role in an organisation."""

    class MemberRole(models.TextChoices):
        OWNER = "owner", _("Owner")
        ORGANISER = "organiser", _("Organiser")

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="memberships")
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="memberships")
    role = models.CharField(_("role"), max_length=10, choices=MemberRole, default=MemberRole.ORGANISER)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        constraints = [
            models.UniqueConstraint(fields=["user", "organisation"], name="membership_unique"),
            models.CheckConstraint(
                condition=Q(role__in=["owner", "organiser"]), name="membership_role_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.organisation}"


class InvitationQuerySet(models.QuerySet["Invitation"]):
    """Invitations to organisations."""

    def answered_by(self, user: User | AnonymousUser) -> "InvitationQuerySet":
        """Those that wait for the yes of `user`.

        What an owner has offered is the invited person's to answer: the organisation has said yes with that.
        What the municipality proposes the organisation answers: its owners, or whoever publishes for it where
        it has none. Before anybody does, the proposed person answers for themselves, unless they work for the
        municipality: who could propose must not be who says yes.
        """
        if not user.is_authenticated:
            return self.none()
        members = Membership.objects.filter(organisation=OuterRef("organisation"), user__is_active=True)
        owners = members.filter(role=Membership.MemberRole.OWNER)
        is_staff = RoleAssignment.objects.filter(
            user=user, municipality=OuterRef("organisation__municipality")
        )
        proposed = (
            Exists(owners.filter(user=user))
            | (Exists(members.filter(user=user)) & ~Exists(owners))
            | (Q(user=user) & ~Exists(members) & ~Exists(is_staff))
        )
        return self.filter(Q(by_organisation=True, user=user) | (Q(by_organisation=False) & proposed))

    def standing(self, now: datetime) -> "InvitationQuerySet":
        """Those that can still be answered."""
        return self.filter(expires_at__gt=now)


class Invitation(PersonalRow):
    """Somebody whom the municipality has proposed for an organisation, or whom its owner has invited.

    It opens nothing before a yes: `InvitationQuerySet.answered_by` says whose.
    """

    purpose = privacy.INVITED.slug

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="invitations")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="invitations")
    invited_at = models.DateTimeField(_("invited at"))
    # Who did, while they have an account: an owner, or somebody of the municipality.
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    role = models.CharField(
        _("role"),
        max_length=10,
        choices=Membership.MemberRole,
        default=Membership.MemberRole.ORGANISER,
        db_default=Membership.MemberRole.ORGANISER.value,
    )
    # Its owner's doing, and not the municipality's.
    by_organisation = models.BooleanField(default=False, db_default=False)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")
        ordering = ["invited_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["user", "organisation"], name="invitation_unique"),
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.organisation}"
