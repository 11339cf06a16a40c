"""What is not an activity yet: how far somebody has come with a draft, and what can be begun from."""

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core import fields
from core.languages import language_choices, language_codes
from core.models import User
from events.choices import Category
from organisations.models import Municipality, MunicipalityQuerySet, Organisation, Region
from organisations.roles import Capability, roles_with


class Draft(models.Model):
    """How far somebody has come in the steps of publishing `event`. It ends when that is handed in."""

    event = models.OneToOneField("events.Event", on_delete=models.CASCADE, related_name="unfinished")
    # Where they were last: a key of `events.organiser.steps.STEPS`.
    step = fields.CharField(max_length=10, default="what")
    # What was typed in a step and is not whole yet, as it was sent: {"when": {"first_date": ["2027-01-05"]}}.
    typed = models.JSONField(default=dict)

    class Meta:
        verbose_name = "draft"
        verbose_name_plural = "drafts"

    def __str__(self) -> str:
        return f"{self.event_id}: {self.step}"


class SharedTemplateQuerySet(models.QuerySet["SharedTemplate"]):
    """What organisations, municipalities and the county share with those who publish."""

    def for_organisation(self, organisation: Organisation) -> "SharedTemplateQuerySet":
        """Those that reach `organisation`: of its own municipality, or of all in its county."""
        home = organisation.municipality
        return self.filter(Q(municipality=home) | Q(county__isnull=False, county=home.county_id))

    def for_user(self, user: User | AnonymousUser) -> "SharedTemplateQuerySet":
        """Those that `user` may remove: of their organisations, and what reaches a place they write for."""
        if not user.is_authenticated:
            return self.none()
        if user.is_superuser:
            return self
        own = Organisation.objects.for_user(user).values("pk")
        places, counties = givers(user)
        return self.filter(
            Q(organisation__in=own)
            | Q(municipality__in=places.values("pk"))
            | Q(county__in=counties.values("pk"))
        )

    def written_by(self, user: User | AnonymousUser) -> "SharedTemplateQuerySet":
        """Those that `user` may change: of a municipality's or a county's own, where they write for it."""
        places, counties = givers(user)
        return self.filter(
            Q(municipality__in=places.values("pk")) | Q(county__in=counties.values("pk")), organisation=None
        )


def givers(user: User | AnonymousUser) -> tuple[MunicipalityQuerySet, models.QuerySet[Region]]:
    """The municipalities and the counties that `user` writes templates for. Superusers: all of them."""
    counties = Region.objects.filter(kind=Region.Kind.COUNTY)
    places = Municipality.objects.where_user_may(user, Capability.SHARE_TEMPLATES)
    if not user.is_authenticated:
        return places, counties.none()
    if user.is_superuser:
        return places, counties
    held = user.roles.filter(role__in=roles_with(Capability.SHARE_TEMPLATES), region__isnull=False)
    return places, counties.filter(pk__in=held.values("region"))


class SharedTemplate(models.Model):
    """Words and facts of an activity for others to begin from: no contacts, no place, no dates, no people."""

    # None: the municipality's or the county's own.
    organisation = models.ForeignKey(
        Organisation, on_delete=models.CASCADE, null=True, blank=True, related_name="shared_templates"
    )
    # Who may begin from it: those of one municipality, or of a whole county.
    municipality = models.ForeignKey(
        Municipality, on_delete=models.CASCADE, null=True, blank=True, related_name="shared_templates"
    )
    county = models.ForeignKey(
        Region, on_delete=models.CASCADE, null=True, blank=True, related_name="shared_templates"
    )
    language = models.CharField(_("language"), max_length=10, choices=language_choices)
    title = fields.CharField(_("title"), max_length=120)
    description = fields.TextField(_("description"), blank=True, max_length=5000)
    category = models.CharField(_("category"), max_length=20, choices=Category)
    # Values of `Event`'s fields, as `events.organiser.steps.sources` writes them; under "texts" the words in
    # other languages than `language`: {"uk": {"title": "…", "description": "…"}}.
    facts = models.JSONField(default=dict)
    shared_at = models.DateTimeField()

    objects = SharedTemplateQuerySet.as_manager()

    class Meta:
        verbose_name = _("shared template")
        verbose_name_plural = _("shared templates")
        ordering = ["title", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(municipality__isnull=False, county__isnull=True)
                | Q(municipality__isnull=True, county__isnull=False),
                name="shared_template_reaches_one_area",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def texts(self) -> dict[str, dict[str, str]]:
        """Title and description by language, first in the one that it was written in."""
        own = {self.language: {"title": self.title, "description": self.description}}
        known = language_codes()
        others = self.facts.get("texts", {})
        return own | {code: text for code, text in others.items() if code in known and code not in own}

    @property
    def shared_by(self) -> str:
        """Whose it is, by name."""
        owner = self.organisation or self.municipality or self.county
        return owner.name if owner else ""
