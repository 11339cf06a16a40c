"""The year on paper: for an organisation's application for a grant, and for the municipal council."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import override

from core import formats
from core.isolation import filled
from core.languages import direction
from core.typesetting.services import Recipe
from newcomers.participation.contents import Arrivals, Figures, Part, Row
from newcomers.participation.reading import Shown
from newcomers.participation.templatetags.figure_tags import decimal
from newcomers.participation.words import (
    HIDDEN,
    definitions,
    lack_words,
    protection,
    said_of,
    why_none,
    why_stepped,
)


def recipe(figures: Figures, *, language: str) -> Recipe:
    """The report of a year, in `language`."""
    with override(language):
        values = _values(figures, language)
    return Recipe("figures.typ", "pdf", values)


def _values(figures: Figures, language: str) -> dict[str, Any]:
    place, year = figures.place, figures.period.name
    title = filled(_("Who took part: %(place)s, %(year)s"), place=place.name, year=year)
    return {
        "title": title,
        "language": language,
        "rtl": direction(language) == "rtl",
        "lead": _lead(figures),
        "one": {
            "label": _("First visits by newcomers, per week"),
            "value": decimal(figures.first_visits.per_week) or HIDDEN,
            "note": _note(figures),
        },
        "numbers": _numbers(figures),
        "before": filled(_("The year before: %(year)s"), year=figures.period.year_before.name),
        "head": [_("What"), year, figures.period.year_before.name],
        "parts": _table(_("Kind of activity"), [(part.name, part) for part in figures.parts["category"]]),
        "lacks": {"title": _("What is missing"), "rows": _lacks(figures)},
        "arrivals": _arrivals(figures),
        "places": {
            **_table(_("Municipality"), [(row.municipality.full_name, row) for row in figures.rows]),
            "title": _("Municipalities"),
        },
        "reading": {
            "title": _("What the numbers mean"),
            "rows": [[each.name, each.text] for each in definitions()],
            "protection": protection(),
        },
    }


def _table(of: str, rows: Iterable[tuple[str, Part | Row]]) -> dict[str, Any]:
    """Meetings, participants and newcomers, a row for each of what it is `of`."""
    return {
        "title": of,
        "head": [of, _("Meetings"), _("Participants"), _("Newcomers")],
        "rows": [
            [
                name,
                formats.number(row.exact["meetings"]),
                formats.number(row.exact["participants"]),
                _written(row.newcomers),
            ]
            for name, row in rows
        ],
    }


def _arrivals(figures: Figures) -> dict[str, Any]:
    return {
        "title": _("What became of those who moved here"),
        "note": _(
            "By quarter of arrival: yes, of those who answered, of those who were asked. Nothing is "
            "estimated for the others."
        ),
        "head": [
            _("Quarter of arrival"),
            _("Packages sent"),
            _("Had found something after one month"),
            _("Had found something after three months"),
            _("Still here after twelve months"),
        ],
        "rows": [_arrival(figures, each) for each in figures.arrivals],
    }


def _lead(figures: Figures) -> str:
    """What it is, and that a year that is under way is not whole."""
    words = _("Numbers only. Nobody can be recognised in them.")
    if figures.is_over:
        return words
    so_far = _("This period is not over: meetings and participants are those so far.")
    return f"{words} {so_far}"


def _note(figures: Figures) -> str:
    shown = figures.first_visits
    return why_none(shown) if shown.number is None else why_stepped(figures, shown)


def _lacks(figures: Figures) -> list[str]:
    """What a municipality does not offer; of an area, which municipalities do not offer what."""
    words = lack_words()
    if not figures.offers.get("dates"):
        return [_("Nothing that is public took place in this period.")] if not figures.place.is_own else []
    if figures.place.is_municipality:
        return [words[name] for name in figures.lacks]
    return [formats.labelled(words[name], formats.in_a_row(*places)) for name, places in figures.missing]


def _arrival(figures: Figures, each: Arrivals) -> list[str]:
    """A quarter of arrival: packages, and of each question "yes / answered / asked"."""
    packages = each.get("packages")
    row = [each.period.name, _written(packages) if packages else "–"]
    for yes, months in (("found_1", 1), ("found_3", 3), ("here_12", 12)):
        found = [each.get(name) for name in (yes, f"answered_{months}", f"asked_{months}")]
        shown = [one for one in found if one is not None]
        numbers = " / ".join(_written(one, own=False) for one in shown)
        of = said_of(figures, shown[0]) if shown else ""
        row.append(f"{numbers} ({of})" if of else numbers or "–")
    return row


def _numbers(figures: Figures) -> list[list[str]]:
    exact, before = figures.exact, figures.before
    counted = [
        [label, formats.number(exact[name]), formats.number(before[name])]
        for label, name in (
            (_("Meetings"), "meetings"),
            (_("Participants"), "participants"),
            (_("Children"), "children"),
            (_("Volunteers"), "volunteers"),
        )
    ]
    split = [
        (_("First visits by newcomers"), figures.first_visits, figures.first_visits_before),
        *(
            (label, figures.split[name], figures.split_before[name])
            for label, name in (
                (_("Newcomers"), "newcomers"),
                (_("Meetings with newcomers and others"), "mixed"),
                (_("First-timers"), "first_timers"),
            )
        ),
    ]
    rows = []
    for label, shown, earlier in split:
        of = said_of(figures, shown)
        name = formats.labelled(label, of) if of else label
        rows.append([name, _written(shown, own=False), _written(earlier)])
    return [*counted, *rows]


def _written(shown: Shown, *, own: bool = True) -> str:
    """A number as it may be shown; with `own` only that of the place itself."""
    if shown.number is None or (own and not shown.is_own):
        return HIDDEN if shown.is_hidden else "–"
    return formats.number(shown.number)
