"""Sheets to fold: every page in its place, from the left and from the right."""

from io import BytesIO

import pytest
from pypdf import PdfReader

from newcomers.welcome.booklet.given import Person
from newcomers.welcome.booklet.imposing import HEIGHT, WIDTH, Source, imposed, order, pages_taken
from newcomers.welcome.booklet.recipes import NOTES, last_pages_recipe, paper_recipe
from tests.newcomers.welcome.booklet.contents import booklet
from tests.newcomers.welcome.booklet.reading import made, pictures_of, words_of


def folded(sides: list[tuple[int, int]], *, rtl: bool) -> list[int]:
    """The pages as one turns them, of sheets that lie in one another and are folded in the middle."""
    outside_in: list[int] = []
    inside_out: list[int] = []
    for front, back in zip(sides[::2], sides[1::2], strict=True):
        # Read from the right, a sheet's front has its first page on the left.
        first, last = (front[0], front[1]) if rtl else (front[1], front[0])
        second, before_last = (back[1], back[0]) if rtl else (back[0], back[1])
        outside_in += [first, second]
        inside_out = [before_last, last, *inside_out]
    return outside_in + inside_out


@pytest.mark.parametrize("rtl", [False, True])
@pytest.mark.parametrize("pages", [4, 8, 12, 16, 40])
def test_folded_sheets_are_read_in_order(pages, rtl):
    assert folded(order(pages, rtl=rtl), rtl=rtl) == list(range(pages))


def test_what_opens_from_the_right_has_left_and_right_changed():
    assert order(8, rtl=False) == [(7, 0), (1, 6), (5, 2), (3, 4)]
    assert order(8, rtl=True) == [(0, 7), (6, 1), (2, 5), (4, 3)]


@pytest.mark.parametrize("pages", [0, 3, 6, -4])
def test_no_sheet_is_half_full(pages):
    with pytest.raises(ValueError, match="four pages"):
        order(pages, rtl=False)


@pytest.mark.parametrize(
    ("pages", "taken"),
    [
        # Pages for notes are 3; the last is the back.
        (4 + 3, [0, 1, 2, 6]),
        (5 + 3, [0, 1, 2, 3, 4, 5, 6, 7]),
        (6 + 3, [0, 1, 2, 3, 4, 5, 6, 8]),
        (7 + 3, [0, 1, 2, 3, 4, 5, 6, 9]),
    ],
)
def test_notes_fill_the_last_sheet_and_no_more(pages, taken):
    assert pages_taken(pages, 3) == taken


@pytest.fixture(scope="module")
def norwegian() -> Source:
    return Source(made(paper_recipe(booklet())), NOTES, rtl=False)


def test_print_file_is_sheets_of_two_pages_that_printers_understand(norwegian):
    reader = PdfReader(BytesIO(imposed(norwegian, title="Velkommen hit")))
    sides = [(float(page.mediabox.width), float(page.mediabox.height)) for page in reader.pages]
    assert sides == [(pytest.approx(2 * WIDTH, abs=0.1), pytest.approx(HEIGHT, abs=0.1))] * 4
    assert reader.metadata
    assert reader.metadata.title == "Velkommen hit"
    root = reader.trailer["/Root"]
    assert root["/ViewerPreferences"]["/Duplex"] == "/DuplexFlipShortEdge"
    # It has no tags, and claims none.
    assert "/StructTreeRoot" not in root


def test_cover_is_on_the_right_from_the_left_and_on_the_left_from_the_right(norwegian):
    """The back is white where the cover is of sand and mountains."""
    from_left = pictures_of(imposed(norwegian))[0]
    from_right = pictures_of(imposed(Source(made(paper_recipe(booklet("ar"))), NOTES, rtl=True)))[0]
    middle, low = from_left.width // 2, from_left.height - 12

    def ink(picture, left, right):
        return sum(picture.crop((left, low, right, picture.height)).histogram()[:160])

    assert ink(from_left, middle, from_left.width) > 10 * ink(from_left, 0, middle)
    assert ink(from_right, 0, middle) > 10 * ink(from_right, middle, from_left.width)


def test_each_copy_of_a_batch_has_a_back_of_its_own_and_shares_the_rest(norwegian):
    people = [
        Person(f"Person {number}", f"https://moteplass.example/w/{number:022d}/") for number in range(30)
    ]
    backs = made(last_pages_recipe(booklet(), people))
    one, many = imposed(norwegian, [backs]), imposed(norwegian, [backs, backs])
    assert len(PdfReader(BytesIO(one)).pages) == 30 * 4
    words = words_of(one)
    assert [name for name in (person.name for person in people) if words.count(name) < 1] == []
    assert words.count("Velkommen hit") == 30
    # Of thirty booklets the common pages are there once.
    assert len(one) < len(norwegian.pdf) + len(backs) + 30 * 4 * 700
    assert len(PdfReader(BytesIO(many)).pages) == 60 * 4
