"""The links that lead people to what is theirs: one for each letter, print and message."""

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.utils.translation import gettext_lazy as _

from core import fields, privacy
from core.models import PersonalRow, User
from newcomers.models import Newcomer
from organisations.models import where_user_may
from organisations.roles import Capability


class LetterLinkQuerySet(models.QuerySet["LetterLink"]):
    """Links."""

    def for_user(self, user: User | AnonymousUser) -> "LetterLinkQuerySet":
        """Those to people of the municipalities where `user` is host or admin."""
        return where_user_may(self, "newcomer__municipality", user, Capability.WELCOME)

    def open(self) -> "LetterLinkQuerySet":
        """Those that lead somewhere: nobody has closed them."""
        return self.filter(closed_at__isnull=True)


class LetterLink(PersonalRow):
    """What one letter, print or message leads to. Its token is random, and only a hash of it stands here.

    So no key of ours is in it, and a QR code on paper lives on when the keys change. When the person is
    erased the hash stays for a while, of nobody: so that the link says that what it led to is deleted.
    """

    class Medium(models.TextChoices):
        MAIL = "mail", _("E-mail")
        SMS = "sms", _("SMS")
        PRINT = "print", _("On paper")

    purpose = privacy.WELCOME.slug

    newcomer = models.ForeignKey(Newcomer, on_delete=models.SET_NULL, null=True, related_name="letter_links")
    # None: it leads to the person's own page, and to what they were sent last.
    delivery = models.ForeignKey(
        "welcome.Delivery", on_delete=models.SET_NULL, null=True, blank=True, related_name="letter_links"
    )
    medium = models.CharField(_("sent as"), max_length=10, choices=Medium)
    # SHA-256 of the token, which has 128 random bits: it needs no key.
    token_hash = fields.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField(_("made"))
    closed_at = models.DateTimeField(_("closed"), null=True, blank=True)

    objects = LetterLinkQuerySet.as_manager()

    class Meta:
        verbose_name = _("link in a letter")
        verbose_name_plural = _("links in letters")
        ordering = ["-made_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.newcomer_id}: {self.get_medium_display()}"
