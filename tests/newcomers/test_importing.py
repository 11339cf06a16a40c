"""Lists as people send them: every encoding, every spelling, and everything that can be wrong with them."""

import io
import random
import re
import zipfile
from contextlib import suppress
from datetime import date, datetime

import pytest
from django.utils.translation import override
from openpyxl import Workbook

from core.spreadsheets.reading import UnreadableFile, decode, delimiter_of
from newcomers.columns import CellError, read_language, read_month
from newcomers.importing import corrections, read_list, template_csv

TODAY = date(2026, 11, 22)


@pytest.fixture(autouse=True)
def _english():
    with override("en"):
        yield


def read(data: bytes | str):
    raw = data.encode() if isinstance(data, str) else data
    return read_list(raw, default_language="nb", today=TODAY)


def values(data: bytes | str):
    return [(row.name, row.email, row.language, row.arrived_month) for row in read(data).rows]


def workbook(*rows) -> bytes:
    book = Workbook()
    for row in rows:
        book.active.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


NORWEGIAN = "Navn;E-post;Språk;Ankomst\nBjørn Ærlig Åsen;bjorn@example.org;bokmål;oktober 2026\n"
EXPECTED = [("Bjørn Ærlig Åsen", "bjorn@example.org", "nb", date(2026, 10, 1))]


@pytest.mark.parametrize(
    "encoding", ["cp1252", "latin-1", "utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"]
)
def test_list_is_read_in_every_encoding(encoding):
    assert values(NORWEGIAN.encode(encoding)) == EXPECTED


@pytest.mark.parametrize("name", ["Bjørn", "Åse", "Æ", "Sørfold – Fuolldá", "José Muñoz", "François “Frans”"])
def test_cp1252_is_never_misread(name):
    data = f"navn;e-post\n{name};a@example.org\n".replace("á", "a")
    assert values(data.encode("cp1252"))[0][0] == name.replace("á", "a")


def test_one_foreign_letter_in_a_tiny_file_is_cp1252():
    assert decode("ø".encode("cp1252") + b"a;b") == "øa;b"


def test_cyrillic_in_its_old_encoding_is_not_read_as_western():
    names = ["Олена Шевченко", "Іван Коваленко", "Марія Бондаренко", "Петро Кравчук", "Софія Ткаченко"]
    lines = "\n".join(f"{name};p{number}@example.org" for number, name in enumerate(names))
    assert [row[0] for row in values(f"navn;e-post\n{lines}".encode("cp1251"))] == names


@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
def test_delimiter_is_found(delimiter):
    text = (
        delimiter.join(["Name", "E-mail", "Language"]) + "\n" + delimiter.join(["Ola", "o@example.org", "en"])
    )
    assert values(text) == [("Ola", "o@example.org", "en", None)]


def test_excels_own_separator_line_is_believed():
    assert delimiter_of("sep=,\na;b,c\n") == ","
    assert values("sep=,\nnavn,e-post\nOla,o@example.org\n") == [("Ola", "o@example.org", "nb", None)]


def test_quoted_cells_may_hold_delimiters_and_line_breaks():
    assert values('navn;e-post\n"Ola; den\neldre";o@example.org') == [
        ("Ola; den eldre", "o@example.org", "nb", None)
    ]


@pytest.mark.parametrize(
    "header",
    [
        "Navn;E-post;Språk;Ankomst",
        "namn;epost;språk;månad",
        "NAME;EMAIL;LANGUAGE;MONTH OF ARRIVAL",
        "Fullt navn;E-postadresse;Foretrukket språk;Innflyttingsdato",
    ],
)
def test_columns_are_found_by_their_names(header):
    assert values(f"{header}\nOla;o@example.org;en;2026-10") == [
        ("Ola", "o@example.org", "en", date(2026, 10, 1))
    ]


def test_columns_may_stand_in_any_order_with_first_and_last_name_apart():
    text = "ankomst;Etternavn;e-post;Fornavn\n10.2026;Nordmann;o@example.org;Ola"
    assert values(text) == [("Ola Nordmann", "o@example.org", "nb", date(2026, 10, 1))]


def test_a_title_may_stand_above_the_header():
    result = read("Tilflyttere i Herøy\n\nnavn;e-post\nOla;o@example.org")
    assert [(row.number, row.name) for row in result.rows] == [(4, "Ola")]


def test_other_columns_are_named_and_not_kept():
    result = read("navn;e-post;Fødselsnummer;Statsborgerskap\nOla;o@example.org;01019912345;Ukraina")
    assert result.ignored == ["Fødselsnummer", "Statsborgerskap"]
    assert "01019912345" not in repr(result)
    assert "Ukraina" not in repr(result)


@pytest.mark.parametrize(
    "text",
    [
        "2026-10",
        "10.2026",
        "10/2026",
        "oktober 2026",
        "Oktober 2026",
        "okt. 2026",
        "October 2026",
        "01.10.2026",
    ]
    + [
        "1.10.2026",
        "2026-10-15",
        "15/10/2026",
        "202610",
        "жовтень 2026",
        "2026-10-01 00:00:00",
        "1. oktober 2026",
    ],
)
def test_month_is_read_in_every_spelling(text):
    assert read_month(text, today=TODAY) == date(2026, 10, 1)


@pytest.mark.parametrize("text", ["13.2026", "2026-00", "31.02.2026", "snart", "oktober", "2026", "1826-10"])
def test_month_that_does_not_exist_is_refused(text):
    with pytest.raises(CellError, match="is not a month"):
        read_month(text, today=TODAY)


@pytest.mark.parametrize("cell", ["2031-01", "17.02.2028", date(2028, 2, 17)])
def test_month_too_far_ahead_is_understood_and_refused_as_such(cell):
    with pytest.raises(CellError, match="is too far ahead"):
        read_month(cell, today=TODAY)
    with override("nb"), pytest.raises(CellError, match="ligger for langt fram i tid"):
        read_month(cell, today=TODAY)


@pytest.mark.parametrize("text", ["ukrainsk", "Ukrainian", "українська", "Українська", "uk", "UK", "uk-UA"])
def test_language_is_known_by_all_its_names(text):
    assert read_language(text, default="nb") == "uk"


@pytest.mark.parametrize("text", ["arabisk", "Arabic", "العربية", "ar"])
def test_arabic_is_known_by_all_its_names(text):
    assert read_language(text, default="nb") == "ar"


@pytest.mark.parametrize(
    ("text", "code"), [("norsk", "nn"), ("", "nn"), ("bokmål", "nb"), ("nynorsk", "nn"), ("no", "nn")]
)
def test_norwegian_is_what_the_municipality_writes_unless_said(text, code):
    assert read_language(text, default="nn") == code


def problems(text: str | bytes):
    return [
        (row.number, [(problem.field, problem.message) for problem in row.problems]) for row in read(text).bad
    ]


def test_unknown_language_is_refused_with_the_choices():
    ((number, [(field, message)]),) = problems("e-post;språk\na@example.org;klingon")
    assert (number, field) == (2, "language")
    assert message.startswith("We do not have the language “klingon”. Choose one of: Norsk")


def test_good_rows_are_kept_when_others_are_wrong():
    result = read(
        "navn;e-post;ankomst\nOla;o@example.org;2026-10\nKari;ikke en adresse;igår\nPer;p@example.org;"
    )
    assert [row.email for row in result.rows] == ["o@example.org", "p@example.org"]
    assert [(row.number, [problem.field for problem in row.problems]) for row in result.bad] == [
        (3, ["email", "arrived_month"])
    ]


@pytest.mark.parametrize("cell", ['=HYPERLINK("http://evil.example","x")', "+1+1", "-2", "@SUM(A1)"])
@pytest.mark.parametrize("column", ["navn", "språk", "ankomst"])
def test_formula_in_a_cell_is_refused(cell, column):
    quoted = '"' + cell.replace('"', '""') + '"'
    ((_number, [(_field, message)]),) = problems(f"e-post;{column}\na@example.org;{quoted}")
    assert message == "The cell starts like a formula. Type the value as plain text."


def test_formula_in_a_workbook_is_refused_and_not_calculated():
    result = read(workbook(["navn", "e-post"], ['=HYPERLINK("http://evil.example")', "a@example.org"]))
    assert [row.number for row in result.bad] == [2]


def test_national_identity_number_in_the_name_is_refused_and_not_repeated():
    result = read("navn;e-post\nOla 010199 12345;a@example.org")
    assert result.rows == []
    assert "12345" not in result.bad[0].problems[0].message
    assert "12345" not in corrections(result.bad).text


def test_national_identity_number_in_the_address_is_not_repeated():
    result = read("navn;e-post\nOla;01019912345")
    assert "12345" not in result.bad[0].problems[0].message
    assert "12345" not in corrections(result.bad).text


def test_repeated_address_is_taken_once_and_said():
    result = read("e-post\na@example.org\nA@Example.org\n")
    assert [row.number for row in result.rows] == [2]
    assert result.repeated == [(3, 2)]


def test_corrections_can_be_uploaded_again_and_hold_no_formula():
    bad = read('navn;e-post;ankomst\n"=cmd()";feil;2026-10\n').bad
    text = corrections(bad).text
    assert "cmd" not in text
    again = read(text)
    assert again.ignored == ["What is wrong"]
    assert [row.cells["email"] for row in again.bad] == ["feil"]


def test_template_is_a_list_that_we_read_ourselves():
    assert values(template_csv()) == [("Olena Eksempel", "olena@example.org", "uk", date(2026, 10, 1))]


def test_workbook_is_read_with_real_dates():
    data = workbook(
        ["Navn", "E-post", "Språk", "Ankomst"], ["Åse", "a@example.org", "arabisk", datetime(2026, 10, 7)]
    )
    assert values(data) == [("Åse", "a@example.org", "ar", date(2026, 10, 1))]


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "The file is empty."),
        (b"  \r\n \n", "The file is empty."),
        (b"\xef\xbb\xbf", "The file is empty|did not find a column"),
        (b"Ola;o@example.org\nKari;k@example.org", "did not find a column"),
        (b"navn;e-post\n", "no people under it"),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + bytes(range(256)), "document or a picture"),
        (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n\x01\x02", "document or a picture"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "old Excel file"),
        (b"PK\x03\x04 and then nothing", "damaged"),
        (b"\xff\xfe\x01\x00\x02\x00", "not a list that we can read"),
        (b"navn;e-post\n" + b'"' + b"x" * 200_000, "quotation mark"),
        (b"e-post\n" + b"a@example.org\n" * 5001, "more than 5000 rows"),
    ],
)
def test_file_that_cannot_be_used_is_refused_in_words(data, message):
    with pytest.raises(UnreadableFile, match=message):
        read(data)


def test_zip_that_is_not_a_workbook_is_refused():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("hello.txt", "hello")
    with pytest.raises(UnreadableFile, match="damaged"):
        read(out.getvalue())


@pytest.mark.parametrize("scramble", ["bytes", "end", "words", "parts"])
def test_damaged_workbook_is_read_or_refused_but_never_a_fault(scramble):
    whole = workbook(["Navn", "E-post", "Ankomst"], *[["Åse", f"a{n}@example.org", TODAY] for n in range(20)])
    # Each is read in a process of its own, for which every failure of a reader means the same.
    for seed in range(5):
        chance = random.Random(seed)
        with suppress(UnreadableFile):
            assert len(read(DAMAGES[scramble](whole, chance)).rows) <= 20


def _other_bytes(data: bytes, chance: random.Random) -> bytes:
    damaged = bytearray(data)
    for _place in range(chance.choice([1, 5, 30])):
        damaged[chance.randrange(4, len(damaged))] = chance.randrange(256)
    return bytes(damaged)


def _repacked(data: bytes, change) -> bytes:
    """The workbook with `change(parts)` made to its parts, {name: bytes}."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    change(parts)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return out.getvalue()


def _other_words(data: bytes, chance: random.Random) -> bytes:
    def change(parts):
        name = chance.choice(sorted(parts))
        values = list(re.finditer(rb'[\w:]+="[^"]*"', parts[name]))
        value = chance.choice(values)
        new = chance.choice([b'r="999999999"', b's="-1"', b't="abc"', b'made_up="1"', b'x="', b""])
        parts[name] = parts[name][: value.start()] + new + parts[name][value.end() :]

    return _repacked(data, change)


DAMAGES = {
    "bytes": _other_bytes,
    "end": lambda data, chance: data[: chance.randrange(5, len(data))],
    "words": _other_words,
    "parts": lambda data, chance: _repacked(data, lambda parts: parts.pop(chance.choice(sorted(parts)))),
}
