"""Labels, the poster and the calling card."""

from io import BytesIO

import pytest
from pypdf import PdfReader

from newcomers.welcome.booklet.given import Place
from newcomers.welcome.booklet.recipes import SHEETS, Address, card_recipe, labels_recipe, poster_recipe
from newcomers.welcome.booklet.words import languages_with_words
from tests.newcomers.welcome.booklet.contents import PAGE, parts
from tests.newcomers.welcome.booklet.reading import made, pages_of, words_of

PLACE = Place("Herøy (Nordland)", PAGE)
A4, A3 = (595, 842), (842, 1191)


def addresses(number: int) -> list[Address]:
    names = ["Олена Тестенко", "محمد أحمد", "ሰላም ተስፋይ", "สมชาย ใจดี", "Kari Nordmann"]
    return [Address(f"{names[each % 5]} {each}", ("Hallveien 3", "", "8850 Herøy")) for each in range(number)]


@pytest.mark.parametrize("name", SHEETS)
def test_sheet_of_labels_fits_on_its_paper(name):
    sheet = SHEETS[name]
    wide = sheet.left * 2 + sheet.columns * sheet.width + (sheet.columns - 1) * sheet.gap
    assert wide == pytest.approx(210, abs=1)
    assert sheet.top * 2 + sheet.rows * sheet.height == pytest.approx(297, abs=1)


def test_labels_begin_where_the_sheet_is_still_full():
    sheet = SHEETS["70x37"]
    first, second = pages_of(made(labels_recipe(addresses(25), place=PLACE, sheet=sheet, first=22)))
    assert first.count("8850 Herøy") == 2
    assert second.count("8850 Herøy") == 23
    assert "Kari Nordmann 4" in second
    assert len(pages_of(made(labels_recipe(addresses(24), place=PLACE, sheet=sheet)))) == 1


def test_label_holds_a_name_of_any_length():
    long = Address("Wolfeschlegelsteinhausenbergerdorff" * 3, ("c/o " + "x" * 60, "Veien 1", "8850 Herøy"))
    text = words_of(made(labels_recipe([long], place=PLACE, sheet=SHEETS["70x37"])))
    assert "8850 Herøy" in text


@pytest.mark.parametrize(("paper", "size"), [("a4", A4), ("a3", A3)])
def test_poster_greets_in_every_language_on_one_page(paper, size):
    pdf = made(poster_recipe(PLACE, ["nb", *languages_with_words()], paper=paper))
    (page,) = PdfReader(BytesIO(pdf)).pages
    assert (round(page.mediabox.width), round(page.mediabox.height)) == size
    text = page.extract_text()
    assert [words for words in ("Velkommen hit", "Welcome here", "Вітаємо тут") if words not in text] == []
    assert "moteplass.example" in text.replace("\u200b", "")


def test_calling_card_is_ten_times_on_a_sheet():
    contact = parts()[1]["contacts"][0]
    (page,) = pages_of(made(card_recipe(PLACE, ["nb", "en"], contact)))
    assert page.count("Ingrid Eksempel") == 10
    (alone,) = pages_of(made(card_recipe(PLACE, ["nb", "en"])))
    assert alone.count("Welcome here") == 10
