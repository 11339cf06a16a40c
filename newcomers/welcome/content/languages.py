"""The languages of packages: which there are, and what a reader gets where one is missing."""

from django.conf import settings

from core.languages import language_codes
from core.world_languages import site_language


def package_languages() -> list[str]:
    """BCP 47 codes that a package can be translated into; the site's own first."""
    return list(settings.PACKAGE_FALLBACKS)


def chain(language: str, source: str) -> list[str]:
    """The languages to try for one text and a reader of `language`. `source`, which there is, ends it."""
    wanted = [language, *settings.PACKAGE_FALLBACKS.get(language, [*language_codes()])]
    codes = list(dict.fromkeys(wanted))
    return codes[: codes.index(source) + 1] if source in codes else [*codes, source]


def around(language: str) -> str:
    """The language of the site for what stands around a package in `language`: greeting, buttons, days."""
    return site_language(language)
