"""An application: somebody wants to publish for an organisation, and waits for the municipality's yes."""

import uuid
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core import fields, privacy
from core.languages import language_choices
from core.models import PersonalRow, User
from core.text import same_address
from organisations.joining.choices import Lookup, State
from organisations.models import Municipality, Organisation, where_user_may
from organisations.naming import search_form
from organisations.registers.reading import Entry
from organisations.roles import Capability

OPEN = [State.UNCONFIRMED, State.WAITING, State.ASKED]
# How long it is kept: without the link pressed, while it waits, and once it is decided.
KEPT = {
    State.UNCONFIRMED: timedelta(days=7),
    State.WAITING: timedelta(days=180),
    State.ASKED: timedelta(days=90),
    State.ACCEPTED: timedelta(days=30),
    State.DECLINED: timedelta(days=30),
}


class ApplicationQuerySet(models.QuerySet["Application"]):
    """Applications."""

    def edited_by(self, user: User | AnonymousUser) -> "ApplicationQuerySet":
        """Those that `user` decides on: confirmed, in a municipality whose organisations they look after."""
        confirmed = self.exclude(state=State.UNCONFIRMED)
        return where_user_may(confirmed, "municipality", user, Capability.EDIT_DIRECTORY)

    def undecided(self) -> "ApplicationQuerySet":
        return self.filter(state__in=OPEN)

    def waiting(self) -> "ApplicationQuerySet":
        return self.filter(state=State.WAITING)

    def about_the_same(self, application: "Application") -> "ApplicationQuerySet":
        """The others that are about the same organisation, by its number or by its name."""
        same = Q(key=application.key)
        if application.orgnr:
            same |= Q(orgnr=application.orgnr)
        return self.filter(same, municipality=application.municipality_id).exclude(pk=application.pk)


class Application(PersonalRow):
    """Somebody asks to publish for an organisation. `organisation` is the one that was here already, or that
    has come of it. `register` is what the registers say (`Entry`), {} where they have not been asked."""

    purpose = privacy.JOINING.slug

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    municipality = models.ForeignKey(Municipality, on_delete=models.CASCADE, related_name="applications")
    organisation = models.ForeignKey(
        Organisation, on_delete=models.SET_NULL, null=True, blank=True, related_name="applications"
    )
    orgnr = fields.CharField(_("organisation number"), max_length=9, blank=True)
    name = fields.CharField(_("name"), max_length=150, blank=True)
    kind = models.CharField(_("kind"), max_length=20, choices=Organisation.Kind)
    about = fields.TextField(_("what the organisation does"), max_length=1000, blank=True)
    applicant = fields.CharField(_("your name"), max_length=120)
    email = fields.EmailField(_("e-mail address"))
    language = models.CharField(_("language"), max_length=10, choices=language_choices)
    # What one application for one organisation has in common with itself: number or name.
    key = fields.CharField(max_length=160, editable=False)
    state = models.CharField(_("state"), max_length=12, choices=State, default=State.UNCONFIRMED)
    created_at = models.DateTimeField(_("created at"))
    changed_at = models.DateTimeField(_("changed at"))
    question = fields.TextField(_("what the municipality asks"), max_length=1000, blank=True)
    answer = fields.TextField(_("the answer"), max_length=1000, blank=True)
    why = fields.TextField(_("why"), max_length=1000, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    register = models.JSONField(_("what the registers say"), default=dict, blank=True)
    lookup = models.CharField(_("register"), max_length=8, choices=Lookup, default=Lookup.NONE)
    lookup_due_at = models.DateTimeField(null=True, blank=True)
    lookups = models.PositiveSmallIntegerField(default=0)

    objects = ApplicationQuerySet.as_manager()

    class Meta:
        verbose_name = _("application")
        verbose_name_plural = _("applications")
        ordering = ["created_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "key", "email"],
                condition=Q(state__in=OPEN),
                name="application_open_once",
            ),
        ]
        indexes = [
            models.Index(
                fields=["lookup_due_at"], condition=Q(lookup_due_at__isnull=False), name="lookup_due"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.municipality_id}: {self.pk}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.email = same_address(self.email)
        self.key = key_of(self.orgnr, self.name)
        super().save(*args, **kwargs)

    @property
    def entry(self) -> Entry | None:
        """What the registers say, where they have said it."""
        return Entry.of_json(self.register) if self.register else None

    @property
    def title(self) -> str:
        """What it is called: as the applicant writes it, else as the register does."""
        return self.name or (self.entry.name if self.entry else self.orgnr)

    @property
    def is_open(self) -> bool:
        return self.state in OPEN

    def move(self, state: State, now: datetime) -> None:
        """It has come so far, seen from `now` (UTC): it ends so long after."""
        self.state, self.changed_at = state, now
        self.expires_at = now + KEPT[state]


def key_of(orgnr: str, name: str) -> str:
    return orgnr or search_form(name)[:150]


class YearlyQuestion(models.Model):
    """When an organisation last gave a sign of life, and when its owners were asked whether all is right.

    `since` is when the clock started: no organisation is older here. `public_id` is in the link of the last
    question, and new with each. All UTC.
    """

    organisation = models.OneToOneField(
        Organisation, on_delete=models.CASCADE, primary_key=True, related_name="yearly"
    )
    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    since = models.DateTimeField(db_index=True)
    seen_at = models.DateTimeField(db_index=True)
    asked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("yearly question")
        verbose_name_plural = _("yearly questions")

    def __str__(self) -> str:
        return str(self.pk)


class RegisterList(models.Model):
    """What the register has under an organisation, for an editor to choose from: gone after two days."""

    organisation = models.OneToOneField(
        Organisation, on_delete=models.CASCADE, primary_key=True, related_name="register_list"
    )
    state = models.CharField(max_length=8, choices=Lookup, default=Lookup.NONE)
    # Number, name, legal form and municipality of each.
    rows = models.JSONField(default=list)
    asked_at = models.DateTimeField(db_index=True)
    due_at = models.DateTimeField(null=True, db_index=True)
    tries = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name = _("list of a register")
        verbose_name_plural = _("lists of a register")

    def __str__(self) -> str:
        return str(self.pk)
