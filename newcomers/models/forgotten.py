"""Who erased themselves, so that no list brings them back: keyed digests, with an end."""

from collections.abc import Iterable

from django.conf import settings
from django.db import models
from django.utils.crypto import salted_hmac

from core import fields, privacy
from core.models import PersonalRow
from core.text import same_address
from organisations.models import Municipality


class ForgottenAddressQuerySet(models.QuerySet["ForgottenAddress"]):
    """Addresses and numbers of people who erased themselves."""

    def of(self, municipality: Municipality, addresses: Iterable[str]) -> dict[str, "ForgottenAddress"]:
        """Those of `addresses` that are among them in `municipality`, with the row of each. One query.

        An address is whatever `newcomers.person.known_as` gives: a mailbox, a number, or a name and a month.
        """
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
