"""Why somebody hears from the municipality: from where it has their address, for what, and until when.

GDPR article 14 has the person told this with the first message; every message and every page says it.
"""

from datetime import date
from functools import lru_cache

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from core.clock import local_day
from core.formats import day_with_year
from core.isolation import filled
from newcomers.choices import Source
from newcomers.models import Newcomer

FROM: dict[str, str | Promise] = {
    Source.LIST: _(
        "The municipality of %(municipality)s is responsible for this. It has your name and how to reach you"
        " from its own list of people who have moved there."
    ),
    Source.TYPED: _(
        "The municipality of %(municipality)s is responsible for this. A host there has written down your"
        " name and how to reach you."
    ),
    Source.ASKED: _(
        "The municipality of %(municipality)s is responsible for this. You asked for it yourself, and gave"
        " your name and how to reach you."
    ),
}


def why_in_words(newcomer: Newcomer) -> str:
    """Two or three sentences of plain text, in the active language."""
    language = get_language() or settings.LANGUAGE_CODE
    return _said(newcomer.source, newcomer.municipality.name, local_day(newcomer.expires_at), language)


@lru_cache(maxsize=500)
def _said(source: str, municipality: str, day: date, language: str) -> str:
    """It is the same for many, and stands in each mail. `language` is the active one."""
    origin = FROM.get(source, FROM[Source.ASKED])
    until = gettext(
        "It is used to welcome you, and for nothing else. It is deleted after %(day)s, or as soon as you ask."
    )
    return " ".join(
        [
            filled(origin, municipality=municipality),
            filled(until, day=day_with_year(day)),
        ]
    )
