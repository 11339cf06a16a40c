"""What figures are called, what they mean, how they came to be known, and where they are from."""

from dataclasses import dataclass

from django.conf import settings
from django.utils.translation import gettext as _

from core import formats
from core.isolation import filled
from newcomers.participation.figures import Figures
from newcomers.participation.reading import Shown
from newcomers.tallies.choices import Kind, Measure

# Statistics Norway's sign for a number that is not shown because it would tell too much.
HIDDEN = ":"


@dataclass(frozen=True)
class Definition:
    """A word of the figures: what it means, and how it came to be known."""

    name: str
    text: str
    kind: str


def definitions() -> list[Definition]:
    """What a reader must know to read the numbers; on a page of its own, and in each workbook."""
    counted, answered = str(Kind.COUNTED.label), str(Kind.ANSWERED.label)
    sent, both = str(Kind.REGISTERED.label), f"{Kind.COUNTED.label} / {Kind.SELF_COUNTED.label}"
    return [
        Definition(
            _("First visits by newcomers, per week"),
            _(
                "People who moved to the municipality in the last two years, and are at an activity for the "
                "first time. The number of the period, divided by its weeks."
            ),
            both,
        ),
        Definition(_("Meetings"), _("Dates where somebody counted who came. This number is exact."), counted),
        Definition(
            _("Participants"),
            _("Adults and children who came. Three visits count as three. This number is exact."),
            counted,
        ),
        Definition(
            _("Volunteers"),
            _("Those who helped. They are not among the participants. This number is exact."),
            counted,
        ),
        Definition(
            _("Newcomers"),
            _(
                "Participants who moved to the municipality in the last two years: by a show of hands, or "
                "said by people themselves with the poster at the door. The organiser’s count comes first."
            ),
            both,
        ),
        Definition(
            _("Meetings with newcomers and others"),
            _("Meetings where both newcomers and people who have lived there longer took part."),
            both,
        ),
        Definition(_("First-timers"), _("Participants who were there for the first time."), counted),
        Definition(
            _("Packages sent"),
            _("People who were sent a welcome package, by the quarter in which they moved."),
            sent,
        ),
        Definition(
            _("Had found something, still here"),
            _(
                "Those who answered yes, of those who answered, of those who were asked. Nothing is "
                "estimated for the others. After four years only those are asked who have agreed to it."
            ),
            answered,
        ),
        Definition(
            _("Per thousand inhabitants"),
            _("By the population of the municipality on 1 January 2024 (Statistics Norway)."),
            "",
        ),
    ]


def protection() -> list[str]:
    """How what splits people is protected."""
    threshold = formats.number(settings.FIGURES_THRESHOLD)
    return [
        filled(
            _(
                "Numbers of newcomers, first visits, first-timers, packages and answers that are below "
                "%(number)s are shown as “:”. So are numbers from which one could work out a hidden one."
            ),
            number=threshold,
        ),
        _("All other numbers of these are rounded to a multiple of three, so that parts and sums agree."),
        _(
            "Such numbers are published once a month, ten days after the month has ended: for a municipality "
            "by quarter, for a county and for Norway also by month. Corrections come with the next time."
        ),
        _(
            "A number that is too small is shown for the year, else for the region, else for the county; it "
            "then says so."
        ),
        _("An organisation sees its own numbers as it counted them."),
    ]


def said_of(figures: Figures, shown: Shown) -> str:
    """What a figure that has stepped up is of: "Herøy, 2025". Empty for one that is the place's own."""
    if shown.is_own or shown.number is None:
        return ""
    name = figures.area_name(shown)
    return filled(_("%(place)s, %(period)s"), place=name, period=shown.period.name)


def as_written(shown: Shown) -> str | int:
    """How a figure stands in a file: only the place's own, else the sign for hidden."""
    if not shown.is_published and shown.number is None:
        return ""
    return HIDDEN if shown.number is None or not shown.is_own else shown.number


def lack_words() -> dict[str, str]:
    """What a municipality does not offer, by the name of the count."""
    return {
        "for_children": _("Nothing for children or families"),
        "in_the_evening": _("Nothing in the evening or at the weekend"),
        "free": _("Nothing that is free"),
        "for_beginners": _("Nothing where a little Norwegian is enough"),
    }


ASKED = (
    (1, Measure.ASKED_1, Measure.ANSWERED_1, Measure.FOUND_1),
    (3, Measure.ASKED_3, Measure.ANSWERED_3, Measure.FOUND_3),
    (12, Measure.ASKED_12, Measure.ANSWERED_12, Measure.HERE_12),
    (48, Measure.ASKED_48, Measure.ANSWERED_48, Measure.HERE_48),
)
