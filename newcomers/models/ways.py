"""Ways in without a list: a link that somebody hands out, and what was asked through it or on the site."""

import secrets
import uuid

from django.contrib.auth.models import AnonymousUser
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core import fields, privacy
from core.languages import language_choices
from core.models import PersonalRow, User
from newcomers.choices import INTERESTS, MOST_CHILDREN, Situation, WayInKind, Wish
from newcomers.person import Person
from organisations.models import Municipality, where_user_may
from organisations.roles import Capability


def public_token() -> str:
    """What stands in the address of a way in. It is printed on posters: nothing secret."""
    return secrets.token_urlsafe(9)


class WayInQuerySet(models.QuerySet["WayIn"]):
    """Ways in."""

    def for_user(self, user: User | AnonymousUser) -> "WayInQuerySet":
        """Those of the municipalities where `user` is host or admin."""
        return where_user_may(self, "municipality", user, Capability.WELCOME)

    def open(self) -> "WayInQuerySet":
        """Those that are not closed."""
        return self.filter(closed_at__isnull=True)


class WayIn(models.Model):
    """A link or QR code that an employer, a school or a library hands out. What it counts is numbers."""

    municipality = models.ForeignKey(Municipality, on_delete=models.CASCADE, related_name="ways_in")
    kind = models.CharField(_("kind"), max_length=10, choices=WayInKind)
    name = fields.CharField(_("name"), max_length=80)
    token = fields.CharField(max_length=20, unique=True, default=public_token, editable=False)
    created_at = models.DateTimeField(_("created at"))
    closed_at = models.DateTimeField(_("closed at"), null=True, blank=True)
    # How many have asked, and how many of them have pressed the button in what they were sent.
    asked = models.PositiveIntegerField(default=0)
    confirmed = models.PositiveIntegerField(default=0)

    objects = WayInQuerySet.as_manager()

    class Meta:
        verbose_name = _("way in")
        verbose_name_plural = _("ways in")
        ordering = ["closed_at", "name", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=WayInKind.values), name="way_in_kind_known"),
        ]

    def __str__(self) -> str:
        return self.name


class WelcomeRequest(PersonalRow):
    """Somebody asks to be welcomed, and has not shown yet that the address or the number is theirs.

    It is nothing to the municipality before that, and ends after some days.
    """

    purpose = privacy.ASKING.slug

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    municipality = models.ForeignKey(Municipality, on_delete=models.CASCADE, related_name="+")
    way_in = models.ForeignKey(WayIn, null=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField()
    name = fields.CharField(max_length=120, blank=True)
    email = fields.EmailField(blank=True)
    phone = fields.TelephoneField(max_length=20, blank=True)
    language = fields.CharField(max_length=10)
    # The language of the page on which they asked, and are answered.
    page_language = models.CharField(max_length=10, choices=language_choices)
    arrived_month = models.DateField(null=True)
    interests = ArrayField(models.CharField(max_length=20, choices=INTERESTS), default=list)
    situations = ArrayField(models.CharField(max_length=10, choices=Situation), default=list)
    children_0_5 = models.PositiveSmallIntegerField(default=0)
    children_6_12 = models.PositiveSmallIntegerField(default=0)
    youth_13_17 = models.PositiveSmallIntegerField(default=0)
    channel = models.CharField(max_length=10, choices=Wish, default=Wish.BEST)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=(Q(email="") & ~Q(phone="")) | (~Q(email="") & Q(phone="")),
                name="welcome_request_by_one_way",
            ),
            models.CheckConstraint(
                condition=Q(
                    children_0_5__lte=MOST_CHILDREN,
                    children_6_12__lte=MOST_CHILDREN,
                    youth_13_17__lte=MOST_CHILDREN,
                ),
                name="welcome_request_children_believed",
            ),
        ]

    def __str__(self) -> str:
        return str(self.public_id)

    @property
    def person(self) -> Person:
        names = [name for name in Person.__dataclass_fields__ if name not in ("interests", "situations")]
        return Person(
            interests=tuple(self.interests),
            situations=tuple(self.situations),
            **{name: getattr(self, name) for name in names},
        )
