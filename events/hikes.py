"""What the grade of a hike means for somebody who has never heard of it, and what to bring.

After the public description of the grades by Den Norske Turistforening (DNT), in our own words.
"""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from events.choices import Grade
from events.models import Event

MEANINGS: dict[str, Promise] = {
    Grade.EASY: _(
        "Green means easy. The path is even and well marked, and nowhere steep or dangerous. "
        "It suits most people, also children and those who have never been on a hike."
    ),
    Grade.MEDIUM: _(
        "Blue means medium. The path is marked, but it goes uphill and may be stony or wet. "
        "You should be able to walk for a few hours in rough ground."
    ),
    Grade.DEMANDING: _(
        "Red means demanding. It is long or steep, with loose stones and perhaps a stream to cross. "
        "You need to be fit, and to have been on hikes before."
    ),
    Grade.EXPERT: _(
        "Black means very demanding. It is long and steep, there may be no path, "
        "and in places you use your hands. Come only if you have much experience in the mountains."
    ),
}
SHOES: dict[str, Promise] = {
    Grade.EASY: _("Shoes that you walk well in: ordinary trainers are good enough"),
    Grade.MEDIUM: _("Hiking boots or sturdy shoes with a good sole"),
    Grade.DEMANDING: _("Hiking boots that support your ankles"),
    Grade.EXPERT: _("Mountain boots with a stiff sole"),
}
ALWAYS = (
    _("Clothes against wind and rain, and a warm sweater"),
    _("Food and something to drink"),
    _("A phone with a full battery"),
)
IN_THE_MOUNTAINS = (
    _("A hat and gloves, also in summer"),
    _("A map, a compass and a head torch"),
)


@dataclass(frozen=True)
class Advice:
    """`grade` is a value of `Grade`, `meaning` a few sentences, `bring` what to bring, in short words."""

    grade: str
    meaning: str
    bring: list[str]


def advice_for(event: Event) -> Advice | None:
    """What to know before a hike; None for what has no grade."""
    if event.grade not in MEANINGS:
        return None
    bring = [SHOES[event.grade], *ALWAYS]
    if event.grade in (Grade.DEMANDING, Grade.EXPERT):
        bring += IN_THE_MOUNTAINS
    return Advice(event.grade, str(MEANINGS[event.grade]), [str(thing) for thing in bring])
