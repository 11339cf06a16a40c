"""People whom a municipality welcomes: one row is one household's contact."""

import uuid
from datetime import date, datetime
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models, transaction
from django.db.models import F, Q, Value
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from core import fields, privacy
from core.models import PersonalRow, User
from core.sorting import alphabetical_key
from core.text import same_address
from core.world_languages import site_language
from events.choices import Category
from newcomers import searching
from newcomers.choices import INTERESTS, AddressFault, Situation, Source, Wish
from newcomers.criteria import Criteria
from newcomers.models.ways import WayIn
from newcomers.person import Person
from newcomers.signals import people_leave
from organisations.models import Municipality, where_user_may
from organisations.roles import Capability

LEAVE_TOGETHER = 1000


class NewcomerQuerySet(models.QuerySet["Newcomer"]):
    """Newcomers."""

    def for_user(self, user: User | AnonymousUser) -> "NewcomerQuerySet":
        """Those of the municipalities where `user` is host or admin."""
        return where_user_may(self, "municipality", user, Capability.WELCOME)

    def reachable(self) -> "NewcomerQuerySet":
        """Those who have not asked us to stop."""
        return self.filter(unsubscribed_at__isnull=True)

    def with_email(self) -> "NewcomerQuerySet":
        """Those with an e-mail address that is not set aside."""
        return self.exclude(email="").filter(address_fault="")

    def at_address(self, *emails: str) -> "NewcomerQuerySet":
        """Those with one of these e-mail addresses, however they are written: found by the index that keeps
        two of them apart."""
        written = [same_address(email) for email in emails]
        return self.exclude(email="").alias(written=Lower("email")).filter(written__in=written)

    def set_aside(self) -> "NewcomerQuerySet":
        """Those whose e-mail address has turned out to be wrong."""
        return self.exclude(address_fault="")

    def families(self) -> "NewcomerQuerySet":
        """Those who say that they have children, or how many."""
        return self.filter(
            Q(situations__contains=[Situation.FAMILY.value])
            | Q(children_0_5__gt=0)
            | Q(children_6_12__gt=0)
            | Q(youth_13_17__gt=0)
        )

    def matching(self, criteria: Criteria) -> "NewcomerQuerySet":
        """Those whom `criteria` mean. What nobody has told fits no choice."""
        found = self
        if criteria.months:
            found = found.filter(arrived_month__in=criteria.months)
        if criteria.languages:
            found = found.filter(language__in=criteria.languages)
        if criteria.situations:
            found = found.filter(situations__overlap=list(criteria.situations))
        if criteria.interests:
            found = found.filter(interests__overlap=list(criteria.interests))
        return found.families() if criteria.families else found

    @transaction.atomic
    def delete(self) -> tuple[int, dict[str, int]]:
        """Other rooms hear of it first (`people_leave`), of a thousand people at once."""
        people = list(self.order_by().values_list("pk", flat=True))
        for first in range(0, len(people), LEAVE_TOGETHER):
            people_leave.send(Newcomer, people=people[first : first + LEAVE_TOGETHER])
        return super().delete()

    # A manager has no such method: it would delete everybody.
    delete.queryset_only = True  # type: ignore[attr-defined]  # Django's own mark

    def found_by(self, text: str) -> "NewcomerQuerySet":
        """Those whose name, e-mail address or number has every word of `text`, in any script."""
        found = self
        for forms in searching.words_of(text):
            found = found.filter(Q(*[Q(sought__contains=form) for form in forms], _connector=Q.OR))
        return found


class SoughtField(fields.TextField):
    """What a newcomer is found by, always made from the row itself."""

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:
        person: Any = model_instance
        setattr(
            model_instance, self.attname, searching.sought_of(person.name, person.email, str(person.phone))
        )
        return super().pre_save(model_instance, add)


class SortedAsField(fields.CharField):
    """The name as the Norwegian alphabet sorts it: an index holds the order, whoever reads."""

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:
        person: Any = model_instance
        setattr(model_instance, self.attname, alphabetical_key(person.name or person.email, "nb")[:120])
        return super().pre_save(model_instance, add)


def _number(label: Any) -> models.PositiveSmallIntegerField:
    return models.PositiveSmallIntegerField(label, default=0, db_default=0)


class Newcomer(PersonalRow):
    """A household's contact, whom a municipality welcomes. Never nationality, ground of residence,
    fødselsnummer or religion; of children only how many there are of an age.

    Nothing but the language is required: a booklet is handed over without an address. The municipality is the
    controller.
    """

    Source = Source
    Situation = Situation
    Wish = Wish
    Fault = AddressFault

    purpose = privacy.WELCOME.slug

    # Stands in the person's own links; says nothing about how many there are.
    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    municipality = models.ForeignKey(
        Municipality, verbose_name=_("municipality"), on_delete=models.PROTECT, related_name="newcomers"
    )
    name = fields.CharField(_("name"), max_length=120, blank=True)
    email = fields.EmailField(_("e-mail address"), blank=True, default="", db_default="")
    phone = fields.TelephoneField(_("phone number"), max_length=20, blank=True, default="", db_default="")
    # ISO 639-1 where there is one, else 639-3: any language, not only those that the site is written in.
    language = fields.CharField(_("language"), max_length=10)
    # The first of the month of arrival; the day is never stored.
    arrived_month = models.DateField(_("month of arrival"), null=True, blank=True)
    interests = ArrayField(
        models.CharField(max_length=20, choices=INTERESTS),
        verbose_name=_("interests"),
        default=list,
        blank=True,
    )
    situations = ArrayField(
        models.CharField(max_length=10, choices=Situation),
        verbose_name=_("situation"),
        default=list,
        db_default=Value([], output_field=ArrayField(models.CharField(max_length=10))),
        blank=True,
    )
    children_0_5 = _number(_("children, 0–5 years"))
    children_6_12 = _number(_("children, 6–12 years"))
    youth_13_17 = _number(_("youth, 13–17 years"))
    channel = models.CharField(
        _("how they want to hear from us"), max_length=10, choices=Wish, default=Wish.BEST, db_default="best"
    )
    source = models.CharField(_("how they came to us"), max_length=10, choices=Source, default=Source.LIST)
    way_in = models.ForeignKey(
        WayIn, null=True, blank=True, on_delete=models.SET_NULL, related_name="newcomers"
    )
    # Which reading of a list they came with, so that it can be undone.
    import_batch = models.UUIDField(null=True, blank=True, editable=False)
    created_at = models.DateTimeField(_("created at"))
    # When they were first told what is held, from where and until when (GDPR article 14: within a month).
    told_at = models.DateTimeField(_("told at"), null=True, blank=True)
    # When they have shown themselves that the address, or the number, is theirs.
    confirmed_at = models.DateTimeField(_("confirmed at"), null=True, blank=True)
    unsubscribed_at = models.DateTimeField(_("wants no more e-mails"), null=True, blank=True)
    # Of the e-mail address: why nothing is sent to it, since when.
    address_fault = models.CharField(
        _("why the address is set aside"),
        max_length=12,
        choices=AddressFault,
        blank=True,
        default="",
        db_default="",
    )
    address_fault_at = models.DateTimeField(null=True, blank=True)
    sought = SoughtField(blank=True, default="", db_default="", editable=False)
    sorted_as = SortedAsField(max_length=120, blank=True, default="", db_default="", editable=False)

    objects = NewcomerQuerySet.as_manager()

    class Meta:
        verbose_name = _("newcomer")
        verbose_name_plural = _("newcomers")
        ordering = ["-created_at", "-id"]
        indexes = [
            models.Index(fields=["municipality", "-id"], name="newcomer_newest"),
            models.Index(fields=["municipality", "arrived_month", "id"], name="newcomer_month"),
            models.Index(fields=["municipality", "sorted_as", "id"], name="newcomer_by_name"),
            models.Index(fields=["municipality", "language", "id"], name="newcomer_language"),
            models.Index(
                fields=["import_batch"], name="newcomer_batch", condition=Q(import_batch__isnull=False)
            ),
            GinIndex(fields=["sought"], opclasses=["gin_trgm_ops"], name="newcomer_sought"),
        ]
        constraints = [
            models.UniqueConstraint(
                Lower("email"), F("municipality"), name="newcomer_email_unique", condition=~Q(email="")
            ),
            models.UniqueConstraint(
                fields=["phone", "municipality"],
                name="newcomer_phone_unique",
                condition=Q(email="") & ~Q(phone=""),
            ),
            models.CheckConstraint(
                condition=Q(arrived_month__isnull=True) | Q(arrived_month__day=1),
                name="newcomer_arrived_month_is_first_day",
            ),
            models.CheckConstraint(
                condition=~Q(interests__contains=[Category.FAITH.value]), name="newcomer_faith_is_never_kept"
            ),
            models.CheckConstraint(condition=~Q(language=""), name="newcomer_has_a_language"),
            models.CheckConstraint(
                condition=Q(situations__contained_by=Situation.values), name="newcomer_situations_known"
            ),
            models.CheckConstraint(condition=Q(channel__in=Wish.values), name="newcomer_channel_known"),
            models.CheckConstraint(
                condition=Q(address_fault="", address_fault_at__isnull=True)
                | (~Q(address_fault="") & ~Q(email="") & Q(address_fault_at__isnull=False)),
                name="newcomer_fault_has_an_address_and_a_time",
            ),
        ]

    def __str__(self) -> str:
        return self.name or self.email or self.phone or str(_("Somebody without a name"))

    @property
    def interest_labels(self) -> list[str]:
        return [str(Category(value).label) for value in self.interests]

    @property
    def situation_labels(self) -> list[str]:
        return [str(Situation(value).label) for value in self.situations]

    @property
    def children(self) -> int:
        return self.children_0_5 + self.children_6_12 + self.youth_13_17

    @property
    def page_language(self) -> str:
        """The language of the site's pages that is nearest to theirs."""
        return site_language(self.language)

    @property
    def person(self) -> Person:
        """What is said of them, as it is listed, typed or corrected."""
        names = [name for name in Person.__dataclass_fields__ if name not in ("interests", "situations")]
        return Person(
            interests=tuple(self.interests),
            situations=tuple(self.situations),
            **{name: getattr(self, name) for name in names},
        )

    @transaction.atomic
    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        people_leave.send(Newcomer, people=[self.pk])
        return super().delete(*args, **kwargs)

    @classmethod
    def of(
        cls, person: Person, *, municipality: Municipality, now: datetime, until: datetime, **rest: Any
    ) -> "Newcomer":
        """A row for `person`, not saved yet."""
        values = {**person.__dict__}
        values |= {"interests": list(person.interests), "situations": list(person.situations)}
        return cls(municipality=municipality, created_at=now, expires_at=until, **values, **rest)


def months_of(people: models.QuerySet[Newcomer]) -> list[date]:
    """The months of arrival that there are among `people`, the latest first."""
    months = people.filter(arrived_month__isnull=False).order_by("-arrived_month")
    return [month for month in months.values_list("arrived_month", flat=True).distinct() if month]
