"""Workbooks that ask for minutes and gigabytes are refused in words, within a second or two."""

import io
import re
import zipfile
from collections.abc import Callable

import pytest
from django.utils import translation
from openpyxl import Workbook

from core.spreadsheets import workbook
from core.spreadsheets.reading import UnreadableFile, read_rows


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


ROWS = [["Navn", "E-post"], ["Åse", "aase@example.org"]]


def a_workbook(change: Callable[[dict[str, bytes]], None] = lambda parts: None) -> bytes:
    """A good list, with `change` made to its parts, {name: bytes}."""
    book = Workbook()
    for row in ROWS:
        book.active.append(row)
    out = io.BytesIO()
    book.save(out)
    with zipfile.ZipFile(out) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    change(parts)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return out.getvalue()


def read(data: bytes) -> list[list[object]]:
    return [[cell for cell in row if cell is not None] for _number, row in read_rows(data)]


def many_styles(parts: dict[str, bytes]) -> None:
    """600,000 formats of cells: 16 MB unpacked, some 30 kB as it comes."""
    xfs = b'<cellXfs count="600000">' + b'<xf numFmtId="0"/>' * 600_000 + b"</cellXfs>"
    parts["xl/styles.xml"] = re.sub(rb"<cellXfs.*</cellXfs>", xfs, parts["xl/styles.xml"], flags=re.DOTALL)


MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
SHARED = "application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"


def _shared_texts(parts: dict[str, bytes], texts: bytes) -> None:
    parts["xl/sharedStrings.xml"] = f'<sst xmlns="{MAIN}">'.encode() + texts + b"</sst>"
    override = f'<Override PartName="/xl/sharedStrings.xml" ContentType="{SHARED}"/></Types>'.encode()
    parts["[Content_Types].xml"] = parts["[Content_Types].xml"].replace(b"</Types>", override)


def huge_texts(parts: dict[str, bytes]) -> None:
    _shared_texts(parts, b"<si><t>x</t></si>" * 4_000_000)


def many_parts(parts: dict[str, bytes]) -> None:
    parts.update({f"xl/worksheets/more{number}.xml": b"" for number in range(3000)})


def one_text_in_every_cell(parts: dict[str, bytes]) -> None:
    """A megabyte of text, shown in 200,000 cells."""
    _shared_texts(parts, b"<si><t>" + b"x" * 1_000_000 + b"</t></si>")
    cells = b"<row>" + b'<c t="s"><v>0</v></c>' * 50 + b"</row>"
    _sheet_data(parts, cells * 4000)


def _sheet_data(parts: dict[str, bytes], rows: bytes) -> None:
    name = "xl/worksheets/sheet1.xml"
    parts[name] = re.sub(
        rb"<sheetData>.*</sheetData>", b"<sheetData>" + rows + b"</sheetData>", parts[name], flags=re.DOTALL
    )


@pytest.mark.parametrize("change", [many_styles, huge_texts, many_parts, one_text_in_every_cell])
def test_workbook_that_asks_for_too_much_is_refused_in_words(change):
    data = a_workbook(change)
    assert len(data) < 2_000_000
    with pytest.raises(UnreadableFile, match="too large"):
        read(data)


def test_workbook_is_refused_by_what_it_declares_before_anything_is_unpacked():
    def fill(parts):
        parts["xl/sharedStrings.xml"] = b"0" * (workbook.MAX_UNPACKED_BYTES + 1)

    with pytest.raises(workbook.Refused, match=workbook.TOO_LARGE):
        workbook.check_declared(a_workbook(fill))


def test_row_at_the_end_of_the_sheet_is_found_without_reading_a_million_empty_ones_as_people():
    def far_down(parts):
        _sheet_data(parts, b'<row r="1048576"><c r="A1048576" t="inlineStr"><is><t>x</t></is></c></row>')

    assert list(read_rows(a_workbook(far_down)))[0][0] == 1_048_576


@pytest.mark.parametrize("size", [b"A1", b"A1:A1", b"A1:XFD1048576", b"ZZZ9:A1", b""])
def test_wrong_size_of_the_sheet_leaves_nobody_out_and_makes_nobody_up(size):
    def resize(parts):
        name = "xl/worksheets/sheet1.xml"
        parts[name] = re.sub(rb'<dimension ref="[^"]*"', b'<dimension ref="' + size + b'"', parts[name])

    assert read(a_workbook(resize)) == ROWS


def test_full_list_is_read():
    line = b'<row><c t="inlineStr"><is><t>Navn Navnesen</t></is></c></row>'
    assert len(read(a_workbook(lambda parts: _sheet_data(parts, line * 5001)))) == 5001
    with pytest.raises(UnreadableFile, match="more than 5000 rows"):
        read(a_workbook(lambda parts: _sheet_data(parts, line * 5002)))
