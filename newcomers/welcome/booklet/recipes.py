"""What is typeset, by which template: recipes for `core.typesetting`."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from core.typesetting.services import Recipe
from newcomers.welcome.booklet.given import Booklet, Person, Place
from newcomers.welcome.booklet.pieces import contact_value
from newcomers.welcome.booklet.values import booklet_values, last_page_values, paper_values

# Enough to fill the last sheet, whatever number of pages there is.
NOTES = 3


def screen_recipe(booklet: Booklet) -> Recipe:
    """The booklet as it is read on a screen: tagged, with links and bookmarks."""
    return Recipe("booklet.typ", "pdf", booklet_values(booklet))


def paper_recipe(booklet: Booklet) -> Recipe:
    """The same pages, with pages for notes before the last: `imposing.imposed` takes as many as it needs."""
    return Recipe("booklet.typ", "pdf", booklet_values(booklet, notes=NOTES))


def last_pages_recipe(booklet: Booklet, people: Iterable[Person]) -> Recipe:
    """The last page of each of `people`, to take the place of the booklet's own."""
    return Recipe("booklet_back.typ", "pdf", last_page_values(booklet, people))


@dataclass(frozen=True)
class Sheet:
    """A sheet of labels, A4: how many beside and above each other, and millimetres; `gap` between columns."""

    columns: int
    rows: int
    width: float
    height: float
    left: float
    top: float
    gap: float = 0


# As shops sell them; the names are what stands on the box.
SHEETS = {
    "70x37": Sheet(3, 8, 70, 37, left=0, top=0.5),
    "63x34": Sheet(3, 8, 63.5, 33.9, left=7.2, top=12.9, gap=2.54),
    "63x38": Sheet(3, 7, 63.5, 38.1, left=7.2, top=15.1, gap=2.54),
    "105x37": Sheet(2, 8, 105, 37, left=0, top=0.5),
    "99x38": Sheet(2, 7, 99.1, 38.1, left=4.6, top=15.1, gap=2.54),
}


@dataclass(frozen=True)
class Address:
    """For whom, and the lines of where: "Hallveien 3", "8850 Herøy"."""

    name: str
    lines: tuple[str, ...]


def labels_recipe(addresses: Iterable[Address], *, place: Place, sheet: Sheet, first: int = 0) -> Recipe:
    """`first` labels of the first sheet are used already."""
    written = [
        {"name": each.name, "lines": [line for line in each.lines if line.strip()]} for each in addresses
    ]
    values = paper_values(place, [])
    return Recipe(
        "booklet_labels.typ",
        "pdf",
        values | {"sheet": asdict(sheet), "addresses": written, "first": first},
    )


def poster_recipe(place: Place, languages: Sequence[str], *, paper: str = "a4") -> Recipe:
    """`paper` is "a4" or "a3"; `languages` are those that the municipality's page has, in their order."""
    return Recipe("booklet_poster.typ", "pdf", paper_values(place, languages) | {"paper": paper})


def card_recipe(place: Place, languages: Sequence[str], contact: Mapping[str, Any] | None = None) -> Recipe:
    """Ten cards of `contact`, as resolved content has one, or of the municipality alone."""
    values = paper_values(place, languages)
    return Recipe("booklet_card.typ", "pdf", values | {"contact": contact and contact_value(contact)})
