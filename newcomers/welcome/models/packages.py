"""A municipality's packages: their steps, what those say in other languages, and the people to contact."""

import uuid
from typing import Any

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.contrib.contenttypes.fields import GenericRelation
from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Case, F, Q, Value, When
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from wagtail.models import DraftStateMixin, LockableMixin, PreviewableMixin, RevisionMixin

from core import fields
from core.formats import labelled
from core.isolation import filled
from core.models import User
from newcomers.models.settings import FIRST_HOUR, LAST_HOUR
from newcomers.welcome.blocks import PackageBlock
from newcomers.welcome.choices import DAYS_IN_A_MONTH, MONTHS, PackageKind, StepKind, TextState
from organisations.models import Municipality, Region, where_user_may
from organisations.roles import Capability, roles_with

LONGEST_LANGUAGE = 10


class WelcomePackageQuerySet(models.QuerySet["WelcomePackage"]):
    """Packages of municipalities."""

    def for_user(self, user: User | AnonymousUser) -> "WelcomePackageQuerySet":
        """Those of the municipalities where `user` may write."""
        return where_user_may(self, "municipality", user, Capability.WRITE_PACKAGES)

    def sendable_by(self, user: User | AnonymousUser) -> "WelcomePackageQuerySet":
        """Those of the municipalities where `user` is host or admin. Drafts are among them."""
        return where_user_may(self, "municipality", user, Capability.WELCOME)


class WelcomePackage(models.Model):
    """What a municipality sends to newcomers, or a message to some of them. What it says is in its steps."""

    # Stands in people's own links, also in those that are printed.
    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    municipality = models.ForeignKey(
        Municipality,
        verbose_name=_("municipality"),
        on_delete=models.PROTECT,
        related_name="welcome_packages",
    )
    kind = models.CharField(_("kind"), max_length=10, choices=PackageKind, default=PackageKind.WELCOME)
    # Staff's own name for it.
    name = fields.CharField(_("name in lists"), max_length=120)
    # BCP 47: what it is written in, and what it is translated into.
    language = fields.CharField(_("written in"), max_length=LONGEST_LANGUAGE, default="nb")
    languages = ArrayField(
        models.CharField(max_length=LONGEST_LANGUAGE),
        verbose_name=_("translated into"),
        default=list,
        blank=True,
    )
    # From when on it goes by itself to whoever is put on the list; None: the host sends the first step.
    by_itself_since = models.DateTimeField(_("goes to new people by itself since"), null=True, blank=True)
    # Which steps, with which times, the journeys were worked out from (`steps.plans.Plan.mark`).
    journeys_by = fields.CharField(max_length=16, blank=True, default="", db_default="", editable=False)

    objects = WelcomePackageQuerySet.as_manager()

    class Meta:
        verbose_name = _("welcome package")
        verbose_name_plural = _("welcome packages")
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=PackageKind.values), name="package_kind_known"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def all_languages(self) -> list[str]:
        """What it is written in first, then what it is to be translated into."""
        return [self.language, *(code for code in self.languages if code != self.language)]


class PackageStepQuerySet(models.QuerySet["PackageStep"]):
    """Steps of packages."""

    def for_user(self, user: User | AnonymousUser) -> "PackageStepQuerySet":
        """Those of the municipalities where `user` may write."""
        return where_user_may(self, "package__municipality", user, Capability.WRITE_PACKAGES)

    def translatable_by(self, user: User | AnonymousUser) -> "PackageStepQuerySet":
        """Those of the municipalities where `user` may translate."""
        return where_user_may(self, "package__municipality", user, Capability.TRANSLATE)

    def sendable_by(self, user: User | AnonymousUser) -> "PackageStepQuerySet":
        """Those of the municipalities where `user` is host or admin. Drafts are among them."""
        return where_user_may(self, "package__municipality", user, Capability.WELCOME)

    def in_order(self) -> "PackageStepQuerySet":
        """By package, the first after arrival first."""
        months = [When(kind=kind, then=Value(months * DAYS_IN_A_MONTH)) for kind, months in MONTHS.items()]
        days = Case(
            *months,
            When(kind=StepKind.DAYS, then=F("after_days")),
            default=0,
            output_field=models.IntegerField(),
        )
        return self.order_by("package_id", days, "pk")


class PackageStep(DraftStateMixin, LockableMixin, RevisionMixin, PreviewableMixin, models.Model):
    """What a package says at one time after arrival, in the package's language: Wagtail edits it."""

    package = models.ForeignKey(
        WelcomePackage, verbose_name=_("welcome package"), on_delete=models.PROTECT, related_name="steps"
    )
    kind = models.CharField(_("when"), max_length=10, choices=StepKind, default=StepKind.ARRIVAL)
    after_days = models.PositiveSmallIntegerField(
        _("days after arrival"), null=True, blank=True, validators=[MaxValueValidator(1500)]
    )
    # On the clock in Norway: it leaves from `from_hour`, and not from `to_hour` on.
    from_hour = models.PositiveSmallIntegerField(
        _("not before (hour of the day)"), default=FIRST_HOUR, validators=[MaxValueValidator(23)]
    )
    to_hour = models.PositiveSmallIntegerField(
        _("not after (hour of the day)"),
        default=LAST_HOUR,
        validators=[MinValueValidator(1), MaxValueValidator(24)],
    )
    # Off: it is kept, and goes to nobody.
    is_on = models.BooleanField(_("in use"), default=True)
    subject = fields.CharField(_("subject of the e-mail"), max_length=120)
    body = fields.StreamField(PackageBlock(), verbose_name=_("content"), blank=True)

    _revisions = GenericRelation("wagtailcore.Revision", related_query_name="package_step")

    objects = PackageStepQuerySet.as_manager()

    class Meta:
        verbose_name = _("step of a package")
        verbose_name_plural = _("steps of packages")
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=StepKind.values), name="step_kind_known"),
            models.CheckConstraint(
                condition=Q(kind=StepKind.DAYS, after_days__isnull=False)
                | ~Q(kind=StepKind.DAYS) & Q(after_days__isnull=True),
                name="step_days_where_days_are_meant",
            ),
            models.CheckConstraint(
                condition=Q(from_hour__lt=F("to_hour"), to_hour__lte=24), name="step_hours_in_order"
            ),
            models.UniqueConstraint(
                fields=["package", "kind"], condition=~Q(kind=StepKind.DAYS), name="step_once_a_package"
            ),
            models.UniqueConstraint(
                fields=["package", "after_days"], condition=Q(kind=StepKind.DAYS), name="step_once_a_day"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def title(self) -> str:
        """Name and time for lists: "Welcome to Herøy: After 1 month"."""
        return labelled(self.package.name, self.when)

    @property
    def when(self) -> str:
        if self.kind != StepKind.DAYS:
            return str(self.get_kind_display())
        days = self.after_days or 0
        return filled(ngettext("After %(count)s day", "After %(count)s days", days), count=days)

    @property
    def is_sendable(self) -> bool:
        """Published and in use: nothing else leaves by any path."""
        return self.live and self.is_on

    @property
    def municipality(self) -> Municipality:
        return self.package.municipality

    @property
    def municipality_id(self) -> str:
        return self.package.municipality_id

    @property
    def revisions(self):
        return self._revisions

    def clean(self) -> None:
        super().clean()
        if self.from_hour is not None and self.to_hour is not None and self.from_hour >= self.to_hour:
            raise ValidationError({"to_hour": gettext("The last hour is after the first one.")})

    def get_preview_template(self, request, mode_name):
        return "welcome/step_preview.html"

    def get_preview_context(self, request, mode_name):
        return {**super().get_preview_context(request, mode_name), "step": self}


class SharedSectionQuerySet(models.QuerySet["SharedSection"]):
    """Sections that counties share."""

    def written_by(self, user: User | AnonymousUser) -> "SharedSectionQuerySet":
        """Those of the counties whose editor `user` is."""
        if not user.is_authenticated:
            return self.none()
        if user.is_superuser:
            return self
        held = user.roles.filter(role__in=roles_with(Capability.SHARE_TEMPLATES), region__isnull=False)
        return self.filter(county__in=held.values("region"))


class SharedSection(models.Model):
    """A part that a county writes and translates, and its municipalities put into their packages."""

    county = models.ForeignKey(
        Region, verbose_name=_("county"), on_delete=models.PROTECT, related_name="shared_sections"
    )
    language = fields.CharField(_("written in"), max_length=LONGEST_LANGUAGE, default="nb")
    heading = fields.CharField(_("heading"), max_length=80)
    # Rich text: paragraphs, lists, bold, italic, links.
    text = fields.TextField(_("text"))
    languages = ArrayField(
        models.CharField(max_length=LONGEST_LANGUAGE),
        verbose_name=_("translated into"),
        default=list,
        blank=True,
    )
    # Off: it is left out of what is sent from now on.
    is_on = models.BooleanField(_("in use"), default=True)

    objects = SharedSectionQuerySet.as_manager()

    class Meta:
        verbose_name = _("shared section")
        verbose_name_plural = _("shared sections")
        ordering = ["id"]

    def __str__(self) -> str:
        return self.heading


class StepText(models.Model):
    """What one segment says in one more language, as it was when its source had this hash.

    A row is never changed by a change in the source: it is outdated as soon as the source says something
    else, and holds again when the source says this again.
    """

    step = models.ForeignKey(
        PackageStep, on_delete=models.CASCADE, null=True, blank=True, related_name="texts"
    )
    section = models.ForeignKey(
        SharedSection, on_delete=models.CASCADE, null=True, blank=True, related_name="texts"
    )
    language = fields.CharField(_("language"), max_length=LONGEST_LANGUAGE)
    # Which text of the step: see `newcomers.welcome.content.segments`.
    path = fields.CharField(max_length=200)
    source_hash = fields.CharField(max_length=64)
    text = fields.TextField(_("translation"))
    state = models.CharField(_("state"), max_length=10, choices=TextState)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    changed_at = models.DateTimeField()

    class Meta:
        verbose_name = _("translation")
        verbose_name_plural = _("translations")
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=TextState.values), name="step_text_state_known"),
            models.CheckConstraint(
                condition=Q(step__isnull=True, section__isnull=False)
                | Q(step__isnull=False, section__isnull=True),
                name="step_text_of_one",
            ),
            models.UniqueConstraint(
                fields=["step", "language", "path", "source_hash"], name="step_text_once"
            ),
            models.UniqueConstraint(
                fields=["section", "language", "path", "source_hash"], name="section_text_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.path} ({self.language})"


class ContactQuerySet(models.QuerySet["Contact"]):
    """People to contact."""

    def for_user(self, user: User | AnonymousUser) -> "ContactQuerySet":
        """Those of the municipalities where `user` may write packages."""
        return where_user_may(self, "municipality", user, Capability.WRITE_PACKAGES)


class Contact(models.Model):
    """A person or office whom newcomers may ask: one row, shown in every language."""

    municipality = models.ForeignKey(
        Municipality, verbose_name=_("municipality"), on_delete=models.PROTECT, related_name="contacts"
    )
    name = fields.CharField(_("name"), max_length=120)
    phone = fields.TelephoneField(_("phone"), max_length=20, blank=True)
    email = fields.EmailField(_("e-mail address"), blank=True)
    # ISO 639, as a newcomer's own language is.
    languages = ArrayField(
        models.CharField(max_length=LONGEST_LANGUAGE), verbose_name=_("speaks"), default=list, blank=True
    )
    picture = models.ForeignKey(
        "core.Picture",
        verbose_name=_("picture"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
    )

    objects = ContactQuerySet.as_manager()

    class Meta:
        verbose_name = _("person to contact")
        verbose_name_plural = _("people to contact")
        ordering = ["name", "id"]

    def __str__(self) -> str:
        return self.name

    def as_shown(self) -> dict[str, Any]:
        """As it stands in a resolved package: see `newcomers.welcome.content.resolving`."""
        return {
            "name": self.name,
            "phone": self.phone,
            "email": self.email,
            "languages": list(self.languages),
            "picture": {"id": self.picture_id, "alt": self.name} if self.picture_id else None,
        }
