"""The figures as files. They hold what the page shows, and nothing more."""

import json
from collections.abc import Iterator

from django.utils.translation import gettext as _

from core.spreadsheets.writing import Line, Sheet, csv_text, workbook
from newcomers.participation.contents import Figures
from newcomers.participation.reading import Exact, Shown
from newcomers.participation.words import as_written, definitions, protection
from newcomers.tallies.choices import OF_ARRIVALS, By, Kind, Measure

WRITTEN = ("meetings", "participants", "children", "volunteers", "signed_up")
# What of arrivals the system notes by itself; the rest is answered.
NOTED = (Measure.PACKAGES, Measure.ASKED_1, Measure.ASKED_3, Measure.ASKED_12, Measure.ASKED_48)


def headings() -> list[str]:
    return [
        _("Municipality number"),
        _("Place"),
        _("Period"),
        *_exact_headings(),
        _("Newcomers are of the period"),
        *_split_headings(),
    ]


def _numbers() -> list[str]:
    return [*_exact_headings(), *_split_headings()]


def _exact_headings() -> list[str]:
    return [
        _("Meetings"),
        _("Participants"),
        _("Children"),
        _("Volunteers"),
        _("People signed up"),
        _("Meetings where newcomers were counted"),
    ]


def _split_headings() -> list[str]:
    return [
        _("Newcomers"),
        _("First visits by newcomers"),
        _("Meetings with newcomers and others"),
        _("First-timers"),
    ]


def lines(figures: Figures) -> Iterator[Line]:
    """The place in the period, then each of its municipalities: their newcomers are never of one month."""
    split = figures.split
    yield [
        figures.place.code if figures.place.is_municipality else "",
        figures.place.name,
        figures.period.key,
        *_exact(figures.exact),
        figures.period.key,
        *(as_written(each) for each in (split["newcomers"], figures.first_visits)),
        *(as_written(split[name]) for name in ("mixed", "first_timers")),
    ]
    for row in figures.rows:
        yield [
            row.municipality.pk,
            row.municipality.name,
            figures.period.key,
            *_exact(row.exact),
            row.newcomers.period.key,
            *(as_written(shown) for shown in (row.newcomers, row.first_visits)),
            "",
            "",
        ]


def _exact(numbers: Exact) -> list[str | int]:
    return [*(numbers[name] for name in WRITTEN), numbers["asked_meetings"]]


def as_csv(figures: Figures) -> bytes:
    return csv_text(headings=headings(), lines=lines(figures)).encode()


def as_xlsx(figures: Figures) -> bytes:
    """A workbook: the numbers, what they are of, the time before, arrivals, and how to read them."""
    period = [_("Period"), *_numbers()]
    notes = [[each.name, each.text, each.kind] for each in definitions()]
    notes += [["", text, ""] for text in protection()]
    sheets = [
        Sheet(_("Figures"), headings(), lines(figures), numbers_from=3),
        Sheet(_("Over time"), period, _trend(figures), numbers_from=1),
        Sheet(
            _("Kinds of activity"),
            [_("Divided by"), _("What"), _("Meetings"), _("Participants"), _("Newcomers")],
            _parts(figures),
            numbers_from=2,
        ),
    ]
    if figures.arrivals:
        sheets.append(
            Sheet(
                _("Arrivals"),
                [_("Quarter of arrival"), *(str(measure.label) for measure in OF_ARRIVALS)],
                _arrivals(figures),
                numbers_from=1,
            )
        )
    head = [_("Word"), _("What it means"), _("How it came to be known")]
    return workbook([*sheets, Sheet(_("How to read"), head, notes)])


def _trend(figures: Figures) -> Iterator[Line]:
    for point in figures.trend:
        split = (as_written(point.newcomers), as_written(point.first_visits))
        yield [point.period.key, *_exact(point.exact), *split, "", ""]


def _parts(figures: Figures) -> Iterator[Line]:
    for by, found in figures.parts.items():
        for part in found:
            exact = (part.exact["meetings"], part.exact["participants"])
            yield [str(By(by).label), part.name, *exact, as_written(part.newcomers)]


def _arrivals(figures: Figures) -> Iterator[Line]:
    for each in figures.arrivals:
        cells = (each.get(measure.value) for measure in OF_ARRIVALS)
        yield [each.period.key, *("" if shown is None else as_written(shown) for shown in cells)]


def as_json(figures: Figures) -> bytes:
    """For programs: stable names in English, null for what is not shown."""
    place = figures.place
    data = {
        "area": str(place.area),
        "code": place.code,
        "name": place.name,
        "period": figures.period.key,
        "population": place.population or None,
        "exact": figures.exact,
        # How each came to be known.
        "kinds": {
            str(Kind.COUNTED): [*WRITTEN[:4], "asked_meetings", "asked_participants", "first_timers"],
            f"{Kind.COUNTED}+{Kind.SELF_COUNTED}": ["newcomers", "first_visits", "mixed"],
            str(Kind.REGISTERED): ["signed_up", *(name for name in OF_ARRIVALS if name in NOTED)],
            str(Kind.ANSWERED): [name for name in OF_ARRIVALS if name not in NOTED],
        },
        "protected": {
            "first_visits": _json(figures.first_visits),
            **{name: _json(shown) for name, shown in figures.split.items()},
        },
        "parts": {
            by: [
                {"part": part.key, "exact": part.exact, "newcomers": _json(part.newcomers)} for part in found
            ]
            for by, found in figures.parts.items()
        },
        "municipalities": [
            {
                "kommunenummer": row.municipality.pk,
                "name": row.municipality.name,
                "population": row.municipality.population,
                "exact": row.exact,
                "newcomers": _json(row.newcomers),
                "first_visits": _json(row.first_visits),
                "offers": row.offers,
            }
            for row in figures.rows
        ],
        "arrivals": [
            {
                "quarter": each.period.key,
                **{name: _json(shown) for name, shown in each.shown.items()},
            }
            for each in figures.arrivals
        ],
        "edition": figures.edition.strftime("%Y-%m") if figures.edition else None,
    }
    return json.dumps(data, ensure_ascii=False, indent=1).encode()


def _json(shown: Shown) -> dict[str, object]:
    """A number with what it is of: it may have stepped up, and `why` says what is the matter with its own."""
    return {
        "number": shown.number,
        "of": {"area": shown.area, "code": shown.code, "period": shown.period.key},
        "is_own": shown.is_own,
        "why": str(shown.why),
    }
