"""What was offered somebody, as choices; and an address for a label, which ends when the label is used."""

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from core import fields, privacy
from core.models import PersonalRow
from newcomers.choices import Offer
from newcomers.models.newcomer import Newcomer

# An envelope may come back; after that nobody needs to know where somebody lives.
AFTER_PRINTING = timedelta(days=14)
AT_THE_LATEST = timedelta(days=60)


class NoteOfOffer(models.Model):
    """What a host has offered somebody, on which day. A choice: there is no room for words."""

    newcomer = models.ForeignKey(Newcomer, on_delete=models.CASCADE, related_name="offers")
    offer = models.CharField(_("what was offered"), max_length=12, choices=Offer)
    on_day = models.DateField(_("day"))
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )

    class Meta:
        verbose_name = _("note of what was offered")
        verbose_name_plural = _("notes of what was offered")
        ordering = ["-on_day", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["newcomer", "offer", "on_day"], name="note_of_offer_once_a_day"),
            models.CheckConstraint(condition=models.Q(offer__in=Offer.values), name="note_of_offer_known"),
        ]

    def __str__(self) -> str:
        return self.get_offer_display()


class PostalAddress(PersonalRow):
    """Where a booklet is posted to. It is kept for that alone: until some days after its label was printed,
    and for 60 days at the latest."""

    purpose = privacy.POSTAL.slug

    newcomer = models.OneToOneField(Newcomer, on_delete=models.CASCADE, related_name="postal_address")
    street = fields.CharField(_("street and number"), max_length=120)
    postcode = fields.CharField(_("postcode"), max_length=12)
    place = fields.CharField(_("town or village"), max_length=80)
    created_at = models.DateTimeField(_("created at"))
    printed_at = models.DateTimeField(_("label printed at"), null=True, blank=True)

    class Meta:
        verbose_name = _("address for a label")
        verbose_name_plural = _("addresses for labels")

    def __str__(self) -> str:
        return f"{self.street}, {self.postcode} {self.place}"

    @property
    def lines(self) -> list[str]:
        """The label, under the name."""
        return [self.street, f"{self.postcode} {self.place}"]
