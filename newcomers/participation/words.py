"""What figures are called, what they mean, how they came to be known, and where they are from."""

from dataclasses import dataclass

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from core import formats
from core.isolation import filled
from newcomers.participation.contents import Figures
from newcomers.participation.reading import Shown, Why
from newcomers.tallies.choices import Kind

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
                "first time. The number of the period, divided by its weeks. Weeks are not shown one by one: "
                "too few come in a week, and months and weeks together would tell who."
            ),
            both,
        ),
        Definition(
            _("How soon after they came"),
            _(
                "What newcomers answer one and three months after they moved: whether they have found "
                "something. At the door nobody is asked when they came, so a visit says nothing of it."
            ),
            answered,
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
            _(
                "By the population of the municipality on 1 January 2024 (Statistics Norway); of a county or "
                "Norway, by that of the municipalities that are open here."
            ),
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
        _(
            "What newcomers take part in is published for counties. For a year it is the sum of the "
            "quarters, for Norway the sum of the counties, where each of them is shown."
        ),
        _("An organisation sees its own numbers as it counted them."),
    ]


def said_of(figures: Figures, shown: Shown) -> str:
    """What a figure that has stepped up is of: "Herøy, 2025". Empty for one that is the place's own."""
    if shown.is_own or shown.number is None:
        return ""
    name = figures.area_name(shown)
    return filled(_("%(place)s, %(period)s"), place=name, period=shown.period.name)


def why_stepped(figures: Figures, shown: Shown) -> str:
    """Why a number stands in the place of another, and of what it is. Empty where it is the place's own."""
    of = said_of(figures, shown)
    if not of:
        return ""
    sentences = {
        Why.HIDDEN: _("The number of this place and period is too small to be shown. This is: %(of)s."),
        Why.LATER: _("Numbers of newcomers for this period come later. This is: %(of)s."),
        Why.NEVER: _(
            "Newcomers are shown by quarter for a municipality, by year for a region. This is: %(of)s."
        ),
        Why.NOTHING: _("Nobody counted newcomers here in this period. This is: %(of)s."),
    }
    return filled(sentences[shown.why], of=of)


def why_none(shown: Shown) -> str:
    """Why there is no number at all."""
    if shown.why == Why.HIDDEN:
        return _("Too few to be shown, here and in the areas around.")
    if shown.why == Why.LATER:
        return _("Numbers of newcomers are published ten days after the period has ended.")
    return _("Nobody counted newcomers here in this period.")


def as_written(shown: Shown) -> str | int:
    """How a figure stands in a file: only the place's own, else the sign for hidden."""
    if shown.number is not None and shown.is_own:
        return shown.number
    return HIDDEN if shown.why == Why.HIDDEN else ""


def lack_words() -> dict[str, str]:
    """What a municipality does not offer, by the name of the count."""
    return {
        "for_children": _("Nothing for children or families"),
        "in_the_evening": _("Nothing in the evening or at the weekend"),
        "free": _("Nothing that is free"),
        "for_beginners": _("Nothing where a little Norwegian is enough"),
        "dates": _("Nothing at all that is open to everybody"),
    }


def short_lack_words() -> dict[str, str]:
    """The same in a table whose column says that it is missing."""
    return {
        "for_children": _("children and families"),
        "in_the_evening": _("evening and weekend"),
        "free": pgettext("what costs nothing", "free"),
        "for_beginners": _("a little Norwegian is enough"),
    }
