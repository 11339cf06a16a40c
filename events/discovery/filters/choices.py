"""Every value that a list can be narrowed to, with its words. The values stand in addresses."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from events import traits
from events.choices import Level

DAYS: Mapping[str, Promise] = {
    "today": _("Today"),
    "tonight": _("Tonight"),
    "tomorrow": _("Tomorrow"),
    "weekend": _("At the weekend"),
    "week": _("The next seven days"),
}
# When it begins, on the clock there: for who works in shifts.
TIMES: Mapping[str, Promise] = {
    "morning": _("Morning (6–12)"),
    "afternoon": _("Afternoon (12–17)"),
    "evening": _("Evening (17–22)"),
    "night": _("Night (22–6)"),
}
HOURS: Mapping[str, tuple[int, int]] = {"morning": (6, 12), "afternoon": (12, 17), "evening": (17, 22)}
# What goes on for half a day or more is there in each of these.
LONG, BY_DAY = "long", frozenset(HOURS)
# What is still going on then is tonight's.
TONIGHT = 17
# Of a place with opening hours; no date has it.
OPEN_NOW = "open_now"
ONLY: Mapping[str, Promise] = {
    OPEN_NOW: _("Open now"),
    traits.FREE: _("Free"),
    traits.DROP_IN: _("Just come"),
    traits.CHILDREN: _("With children"),
    traits.OPEN: _("Open to everyone"),
    traits.AFFORDABLE: _("Free, or with help to pay"),
    traits.WOMEN: _("For women"),
    traits.STEP_FREE: _("Step-free"),
}
# From no Norwegian to good Norwegian: who manages one manages those before it.
LEVELS = (Level.NONE, Level.BEGINNER, Level.A1, Level.A2, Level.B1, Level.B2)
HERE, NEIGHBOURS, COUNCIL, COUNTY, ONLINE = "", "neighbours", "council", "county", "online"
SCOPES = (NEIGHBOURS, COUNCIL, COUNTY, ONLINE)


def levels_up_to(level: str) -> tuple[str, ...]:
    """Those that somebody with `level` manages."""
    return tuple(map(str, LEVELS[: LEVELS.index(Level(level)) + 1]))
