"""Which languages a step can be read in, and its content frozen for a sending."""

from collections.abc import Iterable
from datetime import datetime

from core.world_languages import nearest
from newcomers.welcome.content.resolving import Content, resolver_of
from newcomers.welcome.content.texts import Texts, Worth, texts_of
from newcomers.welcome.content.working import Written, published
from newcomers.welcome.models import CampaignEdition, PackageStep


def languages_of(step: PackageStep) -> list[str]:
    """The languages in which something of what is published can be read; the step's own first.

    One text is enough: each that is missing falls back by itself.
    """
    return _with_words(step, published(step), texts_of([step])[PackageStep, step.pk])


def _with_words(step: PackageStep, words: Written, texts: Texts) -> list[str]:
    segments = words.segments
    return [
        code
        for code in step.package.all_languages
        if code == step.package.language
        or any(texts.of(segment, code).worth != Worth.MISSING for segment in segments)
    ]


def frozen(step: PackageStep, *, now: datetime) -> dict[str, Content]:
    """What readers of each language get of what is published now: {language: content}. Few queries."""
    words = published(step)
    resolver = resolver_of(step, words, now=now)
    return {code: resolver.content(code) for code in _with_words(step, words, resolver.texts)}


def best_of(editions: Iterable[CampaignEdition], language: str) -> CampaignEdition:
    """The one of a campaign's editions that a reader of `language` gets. Raises `DoesNotExist` for none."""
    by_language = {edition.language: edition for edition in editions}
    chosen = nearest(by_language, language)
    if chosen is None:
        raise CampaignEdition.DoesNotExist("the campaign has no editions")
    return by_language[chosen]


def frozen_content(*, campaign_id: int, language: str) -> Content:
    """What the campaign sends to a reader of `language`."""
    rows = CampaignEdition.objects.filter(campaign=campaign_id).order_by("pk")
    return best_of(rows, language).content
