"""What an organisation and a venue say about themselves, in more than one language.

The words that the owner wrote stand on the row itself, in the municipality's Norwegian. Each translation is a
row of its own, which remembers what it was translated from: when that has changed, the translation says so.
"""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, ClassVar

from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey

from core import fields
from core.languages import language_choices, pick_language


@dataclass(frozen=True)
class Said:
    """Words and the language that they are in. `is_outdated`: the source was changed since."""

    words: str
    language: str
    is_outdated: bool = False


class Translation(models.Model):
    """Somebody's words in one more language. `owner` and `translated` name the row and what of it is said."""

    language = models.CharField(_("language"), max_length=10, choices=language_choices)
    # A digest of the words that it was made from.
    translated_from = fields.CharField(max_length=64, editable=False, blank=True)

    owner: ClassVar[str]
    translated: ClassVar[tuple[str, ...]]
    # What was added to `translated` later: where nothing is said of it, the digest is as it was before.
    later: ClassVar[frozenset[str]] = frozenset()

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Who writes new words has read the source as it is now; a row that only comes along has not."""
        words = [getattr(self, name) for name in self.translated]
        stored = type(self)._base_manager.filter(pk=self.pk).values_list(*self.translated).first()
        if stored is None or list(stored) != words:
            self.says_again()
        super().save(*args, **kwargs)

    def says_again(self) -> None:
        """Somebody has read the source as it is now, and the words are still right. Nothing is saved."""
        self.translated_from = digest(self)

    @property
    def is_outdated(self) -> bool:
        return self.translated_from != digest(self)


def digest(translation: Translation) -> str:
    """Of the words that `translation` is a translation of, as they are now."""
    source = getattr(translation, translation.owner)
    said = [(name, getattr(source, name)) for name in translation.translated]
    words = "\x00".join(value for name, value in said if name not in translation.later)
    words += "".join(f"\x00{name}\x00{value}" for name, value in said if value and name in translation.later)
    return hashlib.sha256(words.encode()).hexdigest()


def said(source: models.Model, texts: Iterable[Translation], name: str, own_language: str) -> Said | None:
    """What a reader of the active language gets of the field `name`; None where nobody has said anything.

    Chosen for each field by itself: a translation may lack what its source got later.
    """
    found = {text.language: text for text in texts if getattr(text, name)}
    own = getattr(source, name)
    languages = [*([own_language] if own else []), *(code for code in found if code != own_language)]
    language = pick_language(languages, get_language() or own_language)
    if language is None:
        return None
    if language == own_language and own:
        return Said(own, own_language)
    text = found[language]
    return Said(getattr(text, name), language, is_outdated=text.is_outdated)


class VenueText(Translation):
    """How one gets into a venue, and what happens there, in one more language."""

    owner = "venue"
    translated = ("directions", "getting_in", "about")
    later = frozenset({"getting_in"})

    venue = ParentalKey("organisations.Venue", on_delete=models.CASCADE, related_name="texts")
    directions = fields.CharField(_("how to find the door"), max_length=300, blank=True)
    getting_in = fields.CharField(_("how to get in"), max_length=300, blank=True, default="", db_default="")
    about = fields.TextField(_("what happens here"), max_length=1000, blank=True)

    class Meta:
        verbose_name = _("translation")
        verbose_name_plural = _("translations")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["venue", "language"], name="venue_text_language_unique"),
        ]

    def __str__(self) -> str:
        return f"{self.venue} ({self.language})"


class OrganisationText(Translation):
    """What an organisation does, in one more language."""

    owner = "organisation"
    translated = ("about", "first_visit")
    later = frozenset({"first_visit"})

    organisation = ParentalKey("organisations.Organisation", on_delete=models.CASCADE, related_name="texts")
    about = fields.TextField(_("what the organisation does"), max_length=1000, blank=True)
    first_visit = fields.TextField(
        _("what happens when one comes for the first time"),
        max_length=1000,
        blank=True,
        default="",
        db_default="",
    )

    class Meta:
        verbose_name = _("translation")
        verbose_name_plural = _("translations")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "language"], name="organisation_text_language_unique"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organisation} ({self.language})"
