"""A newcomer's own list in a real browser: printed, and moved to another phone. See also test_door.py."""

from io import BytesIO

import pytest
from pypdf import PdfReader

from tests.browser.conftest import PHONE

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_the_certificate_is_a_sheet_for_each_language_and_breaks_no_word(demonstration):
    page = demonstration.open(PHONE)
    page.goto("/uk/my-list/")
    names = ("Matlagingskurs og fellesskapsarrangementer", "Helgelandsregionens Flyktninghjelpsorganisasjon")
    entries = [
        {
            **{
                "i": f"{number:032x}",
                "t": names[0],
                "n": names[0],
                "l": "nb",
                "p": "Flerbrukshallen Åkvikåsen",
            },
            **{"s": 1_790_000_000 + number * 86_400, "e": 1_790_007_200 + number * 86_400},
            **{"o": names[1], "m": "Herøy"},
        }
        for number in range(3)
    ]
    page.evaluate("entries => localStorage.setItem('mp:list', JSON.stringify(entries))", entries)
    page.reload()
    page.fill("[data-mine-name]", "Amina Farah")
    page.evaluate("window.print = () => {}")
    page.click("[data-mine-print=certificate]")
    page.emulate_media(media="print")
    paper = PdfReader(BytesIO(page.pdf(format="A4")))
    sheets = [" ".join(sheet.extract_text().split()) for sheet in paper.pages]
    assert len(sheets) == 2
    for sheet, signature in zip(sheets, ("Підпис і організація", "Underskrift og organisasjon"), strict=True):
        assert signature in sheet
        for word in ("fellesskapsarrangementer", "Flyktninghjelpsorganisasjon", "Amina Farah"):
            assert word in sheet


def test_a_long_list_is_moved_in_several_codes_and_rubbish_is_taken_for_none(demonstration):
    page = demonstration.open(PHONE)
    page.goto("/nb/my-list/")
    day = 86_400
    entries = [
        {
            **{"i": f"{number:032x}", "t": f"Aktivitet {number * 7919 % 1000}", "n": "Aktivitet", "l": "nb"},
            **{"s": 1_800_000_000 + number * day, "e": 1_800_003_600 + number * day},
            **{"p": f"Sted {number * 31 % 97}", "o": "Laget", "m": "Herøy"},
        }
        for number in range(120)
    ]
    page.evaluate("entries => localStorage.setItem('mp:list', JSON.stringify(entries))", entries)
    page.reload()
    page.click("[data-mine-move]")
    page.wait_for_selector("[data-mine-step]:has-text('1 / ')")
    page.click("[data-mine-next]")
    page.wait_for_selector("[data-mine-step]:has-text('2 / ')")
    for rubbish in ("#take=AAAA", "#take=%00", "#take=" + "A" * 5000):
        page.goto("/nb/my-list/" + rubbish)
        page.reload()
        assert page.is_hidden("[data-mine-arrived]")
    page.evaluate("localStorage.setItem('mp:list', '[1, {\"i\": \"x\"}, null]')")
    page.reload()
    page.wait_for_selector("[data-mine-nothing]:visible")
