"""How figures are written on pages."""

from decimal import Decimal
from typing import Any

from babel.numbers import format_decimal
from django import template

from core import formats
from core.formats import cldr
from newcomers.participation.contents import Arrivals, Figures
from newcomers.participation.reading import Shown
from newcomers.participation.words import lack_words, said_of, short_lack_words, why_none, why_stepped

register = template.Library()


@register.filter
def decimal(value: float | Decimal | None) -> str:
    """To one decimal, as the reader writes it: "12,5"."""
    return "" if value is None else str(format_decimal(value, format="0.0", locale=cldr()))


@register.filter
def lack_in_words(name: str) -> str:
    return lack_words()[name]


@register.filter
def lacks_in_a_row(names: list[str]) -> str:
    """ "children and families, evening and weekend" """
    words = short_lack_words()
    return formats.in_a_row(*(words[name] for name in names))


@register.filter
def shown_of(arrivals: Arrivals, measure: str) -> Shown | None:
    return arrivals.get(measure)


@register.filter
def what_it_is_of(shown: Shown, figures: Figures) -> str:
    """ "Herøy, 2025" where a figure has stepped up; empty where it is the page's own."""
    return said_of(figures, shown)


@register.filter
def why_it_is(shown: Shown, figures: Figures) -> str:
    """Why a number has stepped up, and to what; empty where it is the page's own."""
    return why_stepped(figures, shown)


@register.filter
def why_there_is_none(shown: Shown) -> str:
    return why_none(shown)


@register.filter
def split_of(figures: Figures, name: str) -> Any:
    return figures.split[name]
