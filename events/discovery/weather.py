"""A warning of the weather in the reader's words: its colour, what comes, and when.

MET Norway writes in Norwegian and English; what kinds of weather it warns of, it lists (the values of
`eventType` in its profile of CAP 1.2, and those of NVE, which warns of avalanches and floods).
"""

from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from core.clock import local_day
from core.formats import hours, in_a_row, labelled, when
from core.isolation import OwnWords
from core.languages import NORWEGIAN
from events.models import Occurrence, WeatherWarning

KINDS: dict[str, Promise] = {
    "wind": _("strong gusts of wind"),
    "gale": _("gale at sea"),
    "rain": _("a lot of rain"),
    "rainflood": _("very heavy rain, water in streets and cellars"),
    "snow": _("a lot of snow"),
    "blowingsnow": _("blowing snow, hard to see and to drive"),
    "ice": _("very slippery roads and pavements"),
    "stormsurge": _("very high water along the coast"),
    "polarlow": _("sudden strong wind and snow"),
    "forestfire": _("danger of forest fire"),
    "icing": _("ice on boats"),
    "lightning": _("a lot of lightning"),
    "avalanches": _("danger of avalanches"),
    "landslide": _("danger of landslides"),
    "flood": _("flood"),
}
# NVE's and older names for the same.
ALSO = {"avalanche": "avalanches", "landslides": "landslide", "flooding": "flood"}
TONES = {WeatherWarning.Colour.ORANGE.value: "warning", WeatherWarning.Colour.RED.value: "danger"}
# Where who wants to know more is led, if the warning itself does not say.
MORE = "https://www.met.no/vaer-og-klima/ekstremvaervarsler-og-andre-farevarsler"


@dataclass(frozen=True)
class Shown:
    """A warning as it is shown.

    `headline` is MET's own, in `language`: for a kind that we have no words for.
    """

    colour: str
    tone: str
    text: str
    when: str
    headline: str
    language: str
    web: str


def shown_of(occurrence: Occurrence, *, now: datetime) -> Shown | None:
    """The warning that stands with a date that is still to come, or goes on; None once it is over."""
    warning = occurrence.warning
    if warning is None or not occurrence.takes_place or occurrence.ends_at <= now:
        return None
    if warning.withdrawn_at is not None or warning.ends_at <= now:
        return None
    kind = kind_in_words(warning)
    headline, language = ("", "") if kind else _headline(warning)
    colour = OwnWords(warning.get_colour_display())
    return Shown(
        colour=warning.colour,
        tone=TONES.get(warning.colour, "warning"),
        text=labelled(colour, OwnWords(kind)) if kind else colour,
        when=when(warning.begins_at, warning.ends_at),
        headline=headline,
        language=language,
        web=warning.web or MORE,
    )


def in_short(occurrence: Occurrence, *, now: datetime) -> tuple[str, str]:
    """The tone, and one line for a card: "Orange warning: strong gusts of wind, 12:00–20:00"; or nothing."""
    shown, warning = shown_of(occurrence, now=now), occurrence.warning
    if shown is None or warning is None:
        return "", ""
    is_same_day = local_day(warning.begins_at) == local_day(occurrence.starts_at)
    times = hours(warning.begins_at, warning.ends_at) if is_same_day else ""
    return shown.tone, in_a_row(OwnWords(shown.text), OwnWords(times))


def kind_in_words(warning: WeatherWarning) -> str:
    """Empty for a kind that MET has begun to warn of since."""
    name = warning.kind.replace("-", "").replace("_", "").lower()
    kind = KINDS.get(ALSO.get(name, name))
    return str(kind) if kind else ""


def _headline(warning: WeatherWarning) -> tuple[str, str]:
    """In Norwegian for who reads that, else in English; the other where there is but one."""
    both = [(warning.headline_en, "en"), (warning.headline_no, "nb")]
    if get_language() in NORWEGIAN:
        both.reverse()
    return next((each for each in both if each[0]), ("", ""))
