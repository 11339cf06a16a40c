"""Whom a message is for, as choices: kept with a saved selection, asked in a form, read by one queryset."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from newcomers.choices import INTERESTS, Situation

MOST_MONTHS = 60
MOST_LANGUAGES = 40


class NoCriteria(ValueError):
    """What should be criteria is something else."""


@dataclass(frozen=True)
class Criteria:
    """Within one line it is enough that one fits; every line that says something must fit. Empty: everyone.

    `months` are firsts of months of arrival, `languages` ISO 639 codes. `families` are people who say so, or
    who have told how many children there are.
    """

    months: tuple[date, ...] = ()
    languages: tuple[str, ...] = ()
    situations: tuple[str, ...] = ()
    interests: tuple[str, ...] = ()
    families: bool = False

    @property
    def is_everyone(self) -> bool:
        return self == Criteria()

    def as_json(self) -> dict[str, Any]:
        """What is stored: only the lines that say something, months as "2026-10"."""
        lines = {
            "months": [f"{month:%Y-%m}" for month in sorted(self.months)],
            "languages": sorted(self.languages),
            "situations": sorted(self.situations),
            "interests": sorted(self.interests),
            "families": self.families,
        }
        return {name: value for name, value in lines.items() if value}

    @classmethod
    def read(cls, stored: object) -> "Criteria":
        """What `as_json` has made. Raises `NoCriteria` for anything else."""
        if not isinstance(stored, Mapping):
            raise NoCriteria("not an object")
        unknown = set(stored) - {"months", "languages", "situations", "interests", "families"}
        families = stored.get("families", False)
        if unknown or not isinstance(families, bool):
            raise NoCriteria(f"unknown: {sorted(map(str, unknown))}")
        return cls(
            months=tuple(sorted({_month(text) for text in _texts(stored, "months", MOST_MONTHS)})),
            languages=_some_of(_texts(stored, "languages", MOST_LANGUAGES), None),
            situations=_some_of(_texts(stored, "situations"), Situation.values),
            interests=_some_of(_texts(stored, "interests"), [value for value, _label in INTERESTS]),
            families=families,
        )


def _texts(stored: Mapping[str, Any], name: str, most: int = 50) -> list[str]:
    found = stored.get(name, [])
    if not isinstance(found, (list, tuple)) or len(found) > most:
        raise NoCriteria(name)
    if not all(isinstance(text, str) and 0 < len(text) <= 20 for text in found):
        raise NoCriteria(name)
    return list(found)


def _some_of(texts: list[str], known: Iterable[str] | None) -> tuple[str, ...]:
    if known is not None and set(texts) - set(known):
        raise NoCriteria(f"unknown: {sorted(set(texts) - set(known))}")
    return tuple(sorted(set(texts)))


def _month(text: str) -> date:
    try:
        return date.fromisoformat(f"{text}-01")
    except ValueError:
        raise NoCriteria(text) from None
