"""A family in one row or in several: one household with one contact, children as numbers in age bands.

No child has a row, a name or a day of birth here (GDPR article 5: no more than is needed).
"""

import re
from collections import Counter
from dataclasses import dataclass
from datetime import date
from typing import Any

from core.comparing import search_form
from core.spreadsheets.reading import Cell
from newcomers.choices import MOST_CHILDREN
from newcomers.reading.words import split

BANDS = (("children_0_5", range(6)), ("children_6_12", range(6, 13)), ("youth_13_17", range(13, 18)))
ADULT = 18
# In a column that says who somebody is in the family.
CHILD_WORDS = frozenset(
    split(
        "barn|sonn|datter|dotter|son|child|daughter|kid|baby|ungdom|tenaring|unge|дитина|син|"
        "дочка|донька|ребенок|طفل|ابن|ابنه|بنت"
    )
)
AGES = re.compile(r"(?<![\d.,])(\d{1,2})(?![\d])")
COUNT = re.compile(r"^\D{0,12}?(\d{1,2})\s*(?:barn|stk|children|kids|дітей|дитина|اطفال)?\b", re.IGNORECASE)
YEARS = re.compile(r"\b(?:år|ar|years?|y|роки?|рік)\b", re.IGNORECASE)
CHILDREN = re.compile(r"\b(?:barn|children|kids|stk)\b", re.IGNORECASE)
NONE = frozenset(split("ingen|nei|no|none|0|barn|ingen barn|0 barn"))


@dataclass(frozen=True)
class Children:
    """How many there are in each band; `has_any` where only that there are some is known."""

    bands: tuple[tuple[str, int], ...] = ()
    has_any: bool = False

    def __add__(self, other: "Children") -> "Children":
        both = Counter(dict(self.bands)) + Counter(dict(other.bands))
        return Children(tuple(sorted(both.items())), self.has_any or other.has_any)

    def values(self) -> dict[str, Any]:
        return {band: min(number, MOST_CHILDREN) for band, number in self.bands}


def band_of(age: int) -> str:
    return next((band for band, ages in BANDS if age in ages), "")


def age_in(cell: Cell, *, today: date) -> int | None:
    """An age in years, of an age or a year of birth; the cell is forgotten then. None where it is neither."""
    if isinstance(cell, date):
        return max(today.year - cell.year, 0)
    match = re.search(r"\d+", str(cell or ""))
    number = int(match[0]) if match and len(match[0]) <= 4 else None
    if number is None:
        return None
    return today.year - number if 1900 < number <= today.year else number if number < 120 else None


def is_child(role: Cell, age: int | None) -> bool:
    """Whether a row of a list is about somebody who is not grown up."""
    words = set(search_form(str(role or "")).split())
    return bool(words & CHILD_WORDS) or (age is not None and age < ADULT)


def child_of(age: int | None) -> Children:
    band = band_of(age) if age is not None else ""
    return Children(((band, 1),)) if band else Children(has_any=True)


def children_in(cell: Cell) -> Children:
    """ "2 barn: 4 og 7 år", "4, 7, 13" or "2": ages where they are said, else only that there are some."""
    text = str(cell or "").strip()
    if not search_form(text) or search_form(text) in NONE:
        return Children()
    count = COUNT.match(text)
    has_word = CHILDREN.search(text)
    rest = text[count.end() :] if count and has_word else text
    ages = [int(age) for age in AGES.findall(rest)]
    says_ages = has_word or len(ages) > 1 or YEARS.search(rest)
    if says_ages and ages and all(band_of(age) for age in ages):
        return Children(tuple(Counter(band_of(age) for age in ages).items()))
    return Children(has_any=True)


def number_in(cell: Cell) -> int:
    """How many children a cell of one band says."""
    match = re.search(r"\d{1,2}", str(cell or ""))
    return min(int(match[0]), MOST_CHILDREN) if match else 0
