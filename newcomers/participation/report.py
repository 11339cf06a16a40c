"""The year on paper: for an organisation's application for a grant, and for the municipal council."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import override

from core import formats
from core.isolation import filled
from core.languages import direction
from core.typesetting.services import Recipe
from newcomers.participation.figures import Figures
from newcomers.participation.reading import Shown
from newcomers.participation.templatetags.figure_tags import decimal
from newcomers.participation.words import HIDDEN, definitions, lack_words, protection, said_of


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
        "lead": _("Numbers only. Nobody can be recognised in them."),
        "one": {
            "label": _("First visits by newcomers, per week"),
            "value": decimal(figures.first_visits.per_week) or HIDDEN,
            "note": said_of(figures, figures.first_visits),
        },
        "numbers": _numbers(figures),
        "before": filled(_("The year before: %(year)s"), year=figures.period.year_before.name),
        "head": [_("What"), year, figures.period.year_before.name],
        "parts": {
            "title": _("Kind of activity"),
            "head": [_("Kind of activity"), _("Meetings"), _("Participants"), _("Newcomers")],
            "rows": [
                [
                    part.name,
                    formats.number(part.exact["meetings"]),
                    formats.number(part.exact["participants"]),
                    _written(part.newcomers),
                ]
                for part in figures.parts["category"]
            ],
        },
        "lacks": {
            "title": _("What is missing"),
            "rows": [lack_words()[name] for name in figures.lacks] if place.is_municipality else [],
        },
        "places": {
            "title": _("Municipalities"),
            "head": [_("Municipality"), _("Meetings"), _("Participants"), _("Newcomers")],
            "rows": [
                [
                    row.municipality.full_name,
                    formats.number(row.exact["meetings"]),
                    formats.number(row.exact["participants"]),
                    _written(row.newcomers),
                ]
                for row in figures.rows
            ],
        },
        "reading": {
            "title": _("What the numbers mean"),
            "rows": [[each.name, each.text] for each in definitions()],
            "protection": protection(),
        },
    }


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
        (_("Newcomers"), figures.split["newcomers"], None),
        (_("Meetings with newcomers and others"), figures.split["mixed"], None),
        (_("First-timers"), figures.split["first_timers"], None),
    ]
    rows = []
    for label, shown, earlier in split:
        of = said_of(figures, shown)
        name = formats.labelled(label, of) if of else label
        rows.append([name, _written(shown, own=False), _written(earlier) if earlier else ""])
    return [*counted, *rows]


def _written(shown: Shown, *, own: bool = True) -> str:
    """A number as it may be shown; with `own` only that of the place itself."""
    if shown.number is None or (own and not shown.is_own):
        return HIDDEN if shown.is_published else "–"
    return formats.number(shown.number)
