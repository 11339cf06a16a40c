"""How pages look, beside kept pictures, which `KEEP_PAGES=1 make test ARGS='-n0 -k look_as'` renews.

Whoever renews them looks at every one before keeping it.
"""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image, ImageChops, ImageStat

from newcomers.welcome.booklet.given import Place
from newcomers.welcome.booklet.imposing import Source, imposed
from newcomers.welcome.booklet.recipes import (
    NOTES,
    SHEETS,
    Address,
    card_recipe,
    labels_recipe,
    paper_recipe,
    poster_recipe,
    screen_recipe,
)
from newcomers.welcome.booklet.words import languages_with_words
from tests.newcomers.welcome.booklet.contents import LANGUAGES, PAGE, booklet, parts
from tests.newcomers.welcome.booklet.reading import made, pictures_of

KEPT = Path(__file__).with_name("pages")
# The cover, the letter with contacts, what to do and where, words and codes, the back.
PAGES = (0, 2, 3, 4, 6)
# Of 255: drawing programs differ at the edges of letters; a line that moves differs by more.
TOLERANCE = 2.5
PLACE = Place("Herøy (Nordland)", PAGE)


def of_language(code: str) -> Iterator[tuple[str, Image.Image]]:
    pictures = pictures_of(made(screen_recipe(booklet(code))))
    for number in PAGES:
        yield f"{code}-{number + 1}", pictures[number]


def of_sheets() -> Iterator[tuple[str, Image.Image]]:
    for code in ("nb", "ar"):
        pictures = pictures_of(
            imposed(Source(made(paper_recipe(booklet(code))), NOTES, rtl=code == "ar")), dots=28
        )
        for number, picture in enumerate(pictures):
            yield f"sheet-{code}-{number + 1}", picture


def of_paper() -> Iterator[tuple[str, Image.Image]]:
    languages = ["nb", *languages_with_words()]
    people = [
        Address(name, ("Hallveien 3", "8850 Herøy")) for name in ("Олена Тестенко", "محمد أحمد", "ሰላም ተስፋይ")
    ]
    recipes = {
        "poster": poster_recipe(PLACE, languages),
        "card": card_recipe(PLACE, languages, parts()[1]["contacts"][0]),
        "labels": labels_recipe(people * 8, place=PLACE, sheet=SHEETS["63x38"]),
    }
    for name, recipe in recipes.items():
        yield name, pictures_of(made(recipe), dots=30)[0]


def difference(one: Image.Image, other: Image.Image) -> float:
    """The mean difference of the pictures' points, of 255; all of it where their sizes differ."""
    if one.size != other.size:
        return 255
    return float(ImageStat.Stat(ImageChops.difference(one, other)).mean[0])


def compared(pictures: Iterator[tuple[str, Image.Image]]) -> dict[str, float]:
    differences = {}
    for name, picture in pictures:
        if os.environ.get("KEEP_PAGES"):
            KEPT.mkdir(exist_ok=True)
            # Sixteen greys are enough to compare by.
            picture.quantize(16).save(KEPT / f"{name}.png", optimize=True)
        with Image.open(KEPT / f"{name}.png") as kept:
            differences[name] = difference(picture, kept.convert("L"))
    return {name: round(value, 2) for name, value in differences.items() if value > TOLERANCE}


@pytest.mark.parametrize("code", LANGUAGES)
def test_pages_look_as_they_were_seen(code):
    assert compared(of_language(code)) == {}


def test_sheets_look_as_they_were_seen():
    assert compared(of_sheets()) == {}


def test_poster_card_and_labels_look_as_they_were_seen():
    assert compared(of_paper()) == {}


def test_a_page_that_is_another_is_noticed():
    """The tolerance is smaller than one heading."""
    (_cover, first), (_letter, second) = list(of_language("nb"))[:2]
    assert difference(first, second) > 10 * TOLERANCE
    blank = Image.new("L", first.size, 255)
    assert difference(blank, first) > 10 * TOLERANCE
