"""What is believed of the registers, and what is never read."""

import json
import time

import pytest
from django.core.cache import cache

from organisations.registers import asking
from organisations.registers.asking import NoAnswerError, NotThereError
from organisations.registers.lookup import look_up, units_under
from organisations.registers.numbers import read_orgnr
from organisations.registers.reading import Entry, readable
from tests.register_server import KRETS, NUMBER, Registers, a_number, a_unit


@pytest.mark.parametrize("text", ["810034882", "810 034 882", "NO 810 034 882 MVA", "٨١٠٠٣٤٨٨٢"])
def test_number_is_read_however_it_is_written(text):
    assert read_orgnr(text) == NUMBER


@pytest.mark.parametrize("text", ["", "810034883", "81003488", "8100348820", "8100x4882", "abc"])
def test_wrong_number_is_none(text):
    with pytest.raises(ValueError, match=r".+"):
        read_orgnr(text)


def test_entry_says_what_an_organisation_is(registers: Registers):
    entry = look_up(NUMBER)
    assert (entry.name, entry.legal_form, entry.municipality) == ("Herøy Strikkelag", "FLI", "1818")
    assert entry.icnpo == ["1300", "14100"]
    assert (entry.website, entry.phone) == ("https://www.strikkelaget.example", "+4775000033")
    assert Entry.of_json(json.loads(json.dumps(entry.as_json()))) == entry
    assert all(agent.startswith("Moteplass") for agent in registers.agents)


def test_postal_lines_are_never_read(registers: Registers):
    assert "emmelig" not in json.dumps(look_up(NUMBER).as_json())


def test_name_in_capitals_is_written_as_people_do():
    assert readable("HERØY OG DØNNA IL") == "Herøy og Dønna IL"
    assert readable("Røde Kors") == "Røde Kors"


def test_troubles_are_said(registers: Registers):
    registers.units[NUMBER] |= {"konkurs": True, "underAvvikling": True}
    assert look_up(NUMBER).troubles == ["bankrupt", "closing"]


def test_who_is_not_voluntary_has_no_categories(registers: Registers):
    del registers.categories[NUMBER]
    assert look_up(NUMBER).icnpo == []


def test_what_the_register_does_not_have(registers: Registers):
    with pytest.raises(NotThereError) as unknown:
        look_up(a_number(81100000))
    registers.gone = {NUMBER}
    with pytest.raises(NotThereError) as gone:
        look_up(NUMBER)
    assert (unknown.value.is_gone, gone.value.is_gone) == (False, True)


def test_deleted_unit_is_gone(registers: Registers):
    registers.units[NUMBER] = {"organisasjonsnummer": NUMBER, "navn": "X", "slettedato": "2020-01-01"}
    with pytest.raises(NotThereError):
        look_up(NUMBER)


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"<html>",
        b"[]",
        b"null",
        b'{"navn": 3}',
        b"[" * 20_000,
        json.dumps(a_unit(KRETS)).encode(),
        json.dumps(
            a_unit(NUMBER, organisasjonsform="x", forretningsadresse=[], konkurs="ja", navn="")
        ).encode(),
        b" " * (asking.MOST_BYTES + 1),
    ],
)
def test_nonsense_is_no_answer(registers: Registers, raw):
    registers.raw = raw
    with pytest.raises(NoAnswerError):
        look_up(NUMBER)


def test_register_that_wants_a_pause_has_it(registers: Registers):
    registers.status, registers.retry_after = 429, "120"
    with pytest.raises(NoAnswerError) as first:
        look_up(NUMBER)
    with pytest.raises(NoAnswerError) as second:
        look_up(NUMBER)
    assert first.value.retry_after == 120
    assert 110 < second.value.retry_after <= 120
    assert len(registers.asked) == 1
    cache.clear()
    registers.status = 200
    assert look_up(NUMBER).orgnr == NUMBER


def test_slow_register_is_not_waited_for(registers: Registers, settings):
    registers.silent = 0.5
    began = time.monotonic()
    with pytest.raises(NoAnswerError):
        asking.fetch(f"{registers.address}/enheter/{NUMBER}", seconds=0.1)
    assert time.monotonic() - began < 5


def test_register_that_is_away_is_no_answer(settings):
    settings.ENHETSREGISTERET_URL = "http://127.0.0.1:9"
    with pytest.raises(NoAnswerError):
        look_up(NUMBER)


def test_list_is_read_over_its_pages(registers: Registers):
    numbers = [a_number(82000000 + step * 10) for step in range(5)]
    for number in numbers:
        registers.units[number] = a_unit(number, f"LAG {number}", overordnetEnhet=KRETS)
    assert [entry.orgnr for entry in units_under(KRETS)] == numbers
    assert len(registers.asked) == 3


def test_list_does_not_lead_elsewhere(registers: Registers):
    links = {"next": {"href": "http://169.254.169.254/latest"}}
    registers.raw = json.dumps({"_embedded": {"enheter": []}, "_links": links}).encode()
    with pytest.raises(NoAnswerError):
        units_under(KRETS)
