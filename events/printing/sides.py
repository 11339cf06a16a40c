"""What printed matter says in each of its languages: Norwegian first, then one that a reader has chosen."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override

from core.formats import when
from core.languages import NORWEGIAN, direction, language_codes
from events.discovery.cards import COLORS
from events.facts import capitalised
from events.models import Occurrence
from organisations.models import Municipality

Side = dict[str, Any]
# What drawings are drawn in, line and second tone: `frame.typ` has the rest of the colors.
INKS = {
    "accent": ("#005a70", "#b4cfd5"),
    "success": ("#1b6e3c", "#bcdcc8"),
    "brand1": ("#b23c28", "#ebc0b9"),
    "brand2": ("#7b5620", "#f5d6a8"),
    "info": ("#1a5a94", "#c3daf0"),
    "neutral": ("#1d2f38", "#d0c9bf"),
}


def languages_of(municipality: Municipality, chosen: str) -> list[str]:
    """The municipality's Norwegian, and `chosen` where that is another language."""
    both = chosen in language_codes() and chosen not in NORWEGIAN
    return [municipality.language, chosen] if both else [municipality.language]


def color_of(category: str) -> str:
    return COLORS.get(category, "neutral")


@contextmanager
def written_in(language: str) -> Iterator[Side]:
    """What every side says of itself; the words within are in `language`."""
    with override(language):
        yield {"language": language, "rtl": direction(language) == "rtl"}


def titled(occurrence: Occurrence) -> Side:
    """The title in the active language, or the nearest, which has a direction of its own."""
    text = occurrence.event.text_for()
    if text is None:
        return {"title": occurrence.get_category_display(), "title_language": "nb", "title_rtl": False}
    return {
        "title": text.title,
        "title_language": text.language,
        "title_rtl": direction(text.language) == "rtl",
    }


def when_of(occurrence: Occurrence) -> str:
    return capitalised(when(occurrence.starts_at, occurrence.ends_at))


def where_of(occurrence: Occurrence) -> str:
    """The place and its address, as one line of names."""
    venue = occurrence.venue
    if venue is None:
        return _("Online")
    return ", ".join(part for part in (venue.name, venue.address_line) if part)


def status_of(occurrence: Occurrence) -> str:
    """Empty for what takes place."""
    return "" if occurrence.takes_place else occurrence.get_status_display()


def address_for_all(path: str) -> str:
    """The whole address of `path` without its language: whoever opens it gets their own."""
    _empty, language, rest = path.split("/", 2)
    return f"{settings.BASE_URL}/{rest}" if language in language_codes() else f"{settings.BASE_URL}{path}"
