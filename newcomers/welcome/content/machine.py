"""Drafts of translations by the service that the site has (wagtail-localize's setting), if it has any.

A machine fills in what is missing and nothing else: what a person wrote stays, whatever has become of its
source. A pair of languages that the service lacks stays missing, and the page says so.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from html import escape, unescape

import requests
import structlog
from django.core.cache import cache
from wagtail.models import Locale
from wagtail_localize.machine_translators import get_machine_translator
from wagtail_localize.machine_translators.base import BaseMachineTranslator
from wagtail_localize.strings import StringValue

from newcomers.welcome.choices import TextState
from newcomers.welcome.content.richtext import cleaned
from newcomers.welcome.content.segments import RICH, Segment
from newcomers.welcome.content.texts import Worth, texts_of
from newcomers.welcome.content.working import working_segments
from newcomers.welcome.models import PackageStep, SharedSection, StepText

logger = structlog.get_logger(__name__)

# Texts a request: a service has limits of its own.
AT_A_TIME = 25
# How long the page remembers that the service has no such pair, and that it did not answer.
NO_PAIR_FOR, AWAY_FOR = 24 * 3600, 600
BAD_REQUEST = (400, 404, 422)


class Service(StrEnum):
    """What the translation page can offer for two languages."""

    NONE = "none"
    READY = "ready"
    NO_PAIR = "no_pair"
    AWAY = "away"


class NoPair(Exception):
    """The service does not translate between these languages."""


class Away(Exception):
    """The service did not answer, or not with translations: another time."""


@dataclass(frozen=True)
class Done:
    """How many texts were missing, and how many of them the machine has filled in."""

    missing: int
    filled: int


def service_for(source: str, target: str) -> Service:
    """As it was found last. Nobody is asked here."""
    translator = get_machine_translator()
    if translator is None:
        return Service.NONE
    if not translator.can_translate(_locale(source), _locale(target)):
        return Service.NO_PAIR
    return Service(cache.get(_key(source, target)) or Service.READY)


def fill_in(source: PackageStep | SharedSection, language: str, *, now: datetime) -> Done:
    """Ask the service for every text of the draft that is missing in `language`. Raises `Away`."""
    own = _language_of(source)
    missing = missing_in(source, language)
    translator = get_machine_translator()
    if translator is None or not missing:
        return Done(len(missing), 0)
    filled = 0
    try:
        for first in range(0, len(missing), AT_A_TIME):
            segments = missing[first : first + AT_A_TIME]
            words = _ask(translator, own, language, segments)
            filled += _keep(source, language, zip(segments, words, strict=True), now)
    except NoPair:
        cache.set(_key(own, language), Service.NO_PAIR.value, NO_PAIR_FOR)
        return Done(len(missing), 0)
    except Away:
        cache.set(_key(own, language), Service.AWAY.value, AWAY_FOR)
        raise
    cache.delete(_key(own, language))
    return Done(len(missing), filled)


def missing_in(source: PackageStep | SharedSection, language: str) -> list[Segment]:
    texts = texts_of([source])[type(source), source.pk]
    return [
        segment for segment in working_segments(source) if texts.of(segment, language).worth == Worth.MISSING
    ]


def _language_of(source: PackageStep | SharedSection) -> str:
    return source.language if isinstance(source, SharedSection) else source.package.language


def _ask(translator: BaseMachineTranslator, source: str, target: str, segments: list[Segment]) -> list[str]:
    """The translations of `segments`, in order. Raises `NoPair` and `Away`."""
    if not translator.can_translate(_locale(source), _locale(target)):
        raise NoPair
    # A text of its own each: the service's answer is by text, and two may be the same.
    asked = [StringValue(_as_html(segment)) for segment in segments]
    try:
        answer = translator.translate(_locale(source), _locale(target), asked)
    except requests.HTTPError as error:
        if error.response is not None and error.response.status_code in BAD_REQUEST:
            raise NoPair from error
        logger.warning("machine_translation_away", error=type(error).__name__)
        raise Away from error
    except (requests.RequestException, KeyError, ValueError, TypeError) as error:
        logger.warning("machine_translation_away", error=type(error).__name__)
        raise Away from error
    return [answer[text].data for text in asked]


def _as_html(segment: Segment) -> str:
    return cleaned(segment.text) if segment.kind == RICH else escape(segment.text, quote=False)


def _keep(source: PackageStep | SharedSection, language: str, words, now: datetime) -> int:
    """Never over a row that there is: the database's own constraint says so."""
    owner = {"section": source} if isinstance(source, SharedSection) else {"step": source}
    rows = [
        StepText(
            **owner,
            language=language,
            path=segment.path,
            source_hash=segment.hash,
            text=cleaned(text) if segment.kind == RICH else " ".join(unescape(text).split()),
            state=TextState.MACHINE,
            changed_at=now,
        )
        for segment, text in words
        if text.strip()
    ]
    StepText.objects.bulk_create(rows, ignore_conflicts=True)
    return len(rows)


def _locale(code: str) -> Locale:
    """For the service's eyes: it only reads the code, and the site has no such locale."""
    return Locale(language_code=code)


def _key(source: str, target: str) -> str:
    return f"machine-translation:{source}:{target}"
