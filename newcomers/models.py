"""People who have chosen to be welcomed."""

import uuid
from collections.abc import Iterable

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from core import fields, privacy
from core.languages import language_choices
from core.models import PersonalRow, User
from core.text import same_address
from events.choices import Category
from organisations.models import Municipality, where_user_may
from organisations.roles import Capability

# Never kept about a person: it would say what they believe (GDPR article 9).
INTERESTS = [(value, label) for value, label in Category.choices if value != Category.FAITH]


class NewcomerQuerySet(models.QuerySet["Newcomer"]):
    """Newcomers."""

    def for_user(self, user: User | AnonymousUser) -> "NewcomerQuerySet":
        """Those of the municipalities where `user` is host or admin."""
        return where_user_may(self, "municipality", user, Capability.WELCOME)

    def reachable(self) -> "NewcomerQuerySet":
        """Those who have not asked us to stop."""
        return self.filter(unsubscribed_at__isnull=True)


class Newcomer(PersonalRow):
    """A person whom a municipality welcomes. Never nationality, ground of residence, fødselsnummer or
    religion.

    Only the contact address is required. The municipality is the controller.
    """

    class Source(models.TextChoices):
        LIST = "list", _("From the municipality's list")
        TYPED = "typed", _("Typed in by the host")

    purpose = privacy.WELCOME.slug

    # Stands in the person's own links; says nothing about how many there are.
    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    municipality = models.ForeignKey(
        Municipality, verbose_name=_("municipality"), on_delete=models.PROTECT, related_name="newcomers"
    )
    name = fields.CharField(_("name"), max_length=120, blank=True)
    email = fields.EmailField(_("e-mail address"))
    language = models.CharField(_("language"), max_length=10, choices=language_choices)
    # The first of the month of arrival; the day is never stored.
    arrived_month = models.DateField(_("month of arrival"), null=True, blank=True)
    interests = ArrayField(
        models.CharField(max_length=20, choices=INTERESTS),
        verbose_name=_("interests"),
        default=list,
        blank=True,
    )
    source = models.CharField(_("how they came to us"), max_length=10, choices=Source, default=Source.LIST)
    created_at = models.DateTimeField(_("created at"))
    unsubscribed_at = models.DateTimeField(_("wants no more e-mails"), null=True, blank=True)

    objects = NewcomerQuerySet.as_manager()

    class Meta:
        verbose_name = _("newcomer")
        verbose_name_plural = _("newcomers")
        ordering = ["-created_at", "-id"]
        constraints = [
            models.UniqueConstraint(Lower("email"), F("municipality"), name="newcomer_email_unique"),
            models.CheckConstraint(
                condition=Q(arrived_month__isnull=True) | Q(arrived_month__day=1),
                name="newcomer_arrived_month_is_first_day",
            ),
            models.CheckConstraint(
                condition=~Q(interests__contains=[Category.FAITH.value]), name="newcomer_faith_is_never_kept"
            ),
        ]

    def __str__(self) -> str:
        return self.name or self.email

    @property
    def interest_labels(self) -> list[str]:
        return [str(Category(value).label) for value in self.interests]


class ForgottenAddressQuerySet(models.QuerySet["ForgottenAddress"]):
    """Addresses of people who erased themselves."""

    def of(self, municipality: Municipality, addresses: Iterable[str]) -> dict[str, "ForgottenAddress"]:
        """Those of `addresses` that are among them in `municipality`, with the row of each. One query."""
        by_digest = {digest: address for address in addresses for digest in digests_of(municipality, address)}
        rows = self.filter(municipality=municipality, digest__in=by_digest)
        return {by_digest[row.digest]: row for row in rows}


class ForgottenAddress(PersonalRow):
    """Somebody erased themselves here: no list brings them back. A digest that only this site can make.

    Not the list of erasures for backups (`core.privacy.erasures`), which names rows and stands in a file.
    """

    purpose = privacy.FORGOTTEN.slug

    municipality = models.ForeignKey(Municipality, on_delete=models.CASCADE, related_name="+")
    digest = fields.CharField(max_length=64)

    objects = ForgottenAddressQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["municipality", "digest"], name="forgotten_address_unique"),
        ]

    def __str__(self) -> str:
        return self.digest


def digests_of(municipality: Municipality, address: str) -> list[str]:
    """The keyed hash of `address` in `municipality`: with today's key first, then with those of before."""
    text = f"{municipality.pk} {same_address(address)}"
    return [
        salted_hmac("newcomers.forgotten", text, secret=key, algorithm="sha256").hexdigest()
        for key in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
    ]
