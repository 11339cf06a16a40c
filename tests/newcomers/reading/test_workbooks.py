# ruff: noqa: E501  a list is read more easily as it stands in the file
"""Workbooks as they come: nobody is left out in silence, and nobody is taken whom the sheet does not show."""

import io
import json
from datetime import datetime

import pytest
from django.core.management import call_command
from django.utils.translation import override
from openpyxl import Workbook
from openpyxl.styles import PatternFill

from core.spreadsheets.reading import UnreadableFile
from newcomers.reading.kept import File
from newcomers.reading.lists import read_people
from tests.newcomers.reading.files import (
    TODAY,
    changed,
    document_row,
    inline,
    open_document,
    people,
    problems,
    raw_workbook,
    read,
    sheet_of,
    workbook,
)

HEAD = ["Navn", "E-post", "Språk", "Ankomst"]
OLA = ["Ola Åsen", "ola@example.org", "polsk", "2026-02"]
KARI = ["Kari", "kari@example.org", "tigrinja", "2026-03"]
OLA_READ = (2, "Ola Åsen", "ola@example.org", "", "pl", "2026-02")
KARI_READ = (3, "Kari", "kari@example.org", "", "ti", "2026-03")
SHEET = "xl/worksheets/sheet1.xml"


@pytest.fixture(autouse=True)
def _english():
    with override("en"):
        yield


@pytest.mark.parametrize("size", [b"A1:A2", b"A1", b"A1:XFD1048576", b"B5:C6", b"nonsense", b""])
def test_what_the_file_says_of_its_size_is_not_believed(size):
    data = changed(
        sheet_of(HEAD, OLA, KARI), SHEET, lambda part: part.replace(b'ref="A1:D3"', b'ref="' + size + b'"')
    )
    assert people(data) == [OLA_READ, KARI_READ]


def test_hidden_rows_and_those_a_filter_hides_are_counted_and_not_taken():
    def fill(book):
        for row in (HEAD, OLA, KARI, ["Per", "per@example.org"]):
            book.active.append(row)
        book.active.auto_filter.ref = "A1:D4"
        book.active.row_dimensions[3].hidden = True

    data = workbook(fill)
    assert [person[1] for person in people(data)] == ["Ola Åsen", "Per"]
    assert read(data).hidden == [3]


def test_a_hidden_column_is_shown_and_not_taken():
    def fill(book):
        for row in ([*HEAD, "Mobil"], [*OLA, "91234567"]):
            book.active.append(row)
        book.active.column_dimensions["E"].hidden = True

    data = workbook(fill)
    assert people(data) == [OLA_READ]
    assert [(each.heading, each.is_hidden) for each in read(data).found.header.columns if not each.field] == [
        ("Mobil", True)
    ]
    assert people(data, known={"mobil": "phone"})[0][3] == "+4791234567"


@pytest.mark.parametrize("state", ["hidden", "veryHidden"])
def test_an_old_hidden_sheet_in_front_is_shown_and_not_taken(state):
    def fill(book):
        old = book.create_sheet("2019", 0)
        old.sheet_state = state
        for row in ([*HEAD, "Mobil"], ["Gamle Olsen", "gammel@example.org", "polsk", "2019-01", ""]):
            old.append(row)
        for row in (HEAD, OLA):
            book["Sheet"].append(row)
        book.active = 1

    data = workbook(fill)
    assert people(data) == [OLA_READ]
    assert [sheet.name for sheet in read(data).found.hidden_sheets] == ["2019"]


def test_a_list_on_a_hidden_sheet_alone_is_refused_with_that_reason():
    def fill(book):
        hidden = book.create_sheet("Liste")
        hidden.sheet_state = "hidden"
        for row in (HEAD, OLA):
            hidden.append(row)

    with pytest.raises(UnreadableFile, match="hidden sheet “Liste”"):
        people(workbook(fill))


def test_a_cover_sheet_in_front_is_passed_by():
    def fill(book):
        cover = book.create_sheet("Forside", 0)
        cover.append(["Tilflyttere i Herøy", "Navn på saksbehandler: Kari"])
        cover.append(["Dato", "1.2.2026"])
        for row in (HEAD, OLA):
            book["Sheet"].append(row)

    assert people(workbook(fill)) == [OLA_READ]


def test_other_sheets_with_a_list_are_told_of():
    def fill(book):
        for row in (HEAD, OLA):
            book.active.append(row)
        for row in (HEAD, KARI):
            book.create_sheet("Mars") if "Mars" not in book.sheetnames else None
            book["Mars"].append(row)

    data = workbook(fill)
    assert people(data) == [OLA_READ]
    assert [sheet.name for sheet in read(data).found.others] == ["Mars"]
    assert people(data, sheet=1) == [(2, *KARI_READ[1:])]


def test_a_title_and_merged_cells_may_stand_above():
    def fill(book):
        sheet = book.active
        sheet.append(["Tilflyttere, Herøy kommune"])
        sheet.merge_cells("A1:D1")
        sheet.append([])
        for row in (HEAD, OLA):
            sheet.append(row)

    assert people(workbook(fill)) == [(4, *OLA_READ[1:])]


def test_cells_merged_down_hold_for_each_row():
    def fill(book):
        sheet = book.active
        for row in (HEAD, OLA, ["Kari", "kari@example.org", None, "2026-03"]):
            sheet.append(row)
        sheet.merge_cells("C2:C3")

    assert [person[4] for person in people(workbook(fill))] == ["pl", "pl"]


def test_a_million_empty_rows_with_a_format_are_no_people():
    empty = b"".join(
        b'<row r="%d"><c r="A%d" s="1"/><c r="B%d" s="1"/></row>' % (n, n, n) for n in range(4, 1_000_000)
    )
    last = b'<row r="1048576"><c r="A1048576" t="inlineStr"><is><t>Per</t></is></c></row>'
    data = changed(
        sheet_of(HEAD, OLA, KARI),
        SHEET,
        lambda part: part.replace(b"</sheetData>", empty + last + b"</sheetData>"),
    )
    assert len(data) < 10_000_000
    assert people(data) == [OLA_READ, KARI_READ, (1_048_576, "Per", "", "", "", "")]


def test_formats_without_values_are_no_people():
    def fill(book):
        for row in (HEAD, OLA):
            book.active.append(row)
        for number in range(3, 5300):
            book.active.cell(number, 1).fill = PatternFill("solid", "FFFF00")

    assert people(workbook(fill)) == [OLA_READ]


def test_dates_come_as_months_however_they_are_stored():
    data = sheet_of(
        ["Navn", "Ankomst"],
        ["Ola", datetime(2026, 2, 17, 9, 30)],
        ["Kari", "46070"],
        ["Per", 46070],
        ["Åse", "17.2.26"],
        ["Pål", "feb. 26"],
    )
    assert [person[5] for person in people(data)] == ["2026-02"] * 5


def test_dates_counted_from_1904_are_read_as_such():
    def fill(book):
        from openpyxl.utils.datetime import MAC_EPOCH

        book.epoch = MAC_EPOCH
        for row in (["Navn", "Ankomst"], ["Ola", datetime(2026, 2, 17)]):
            book.active.append(row)

    assert people(workbook(fill))[0][5] == "2026-02"


def test_a_number_typed_as_a_number_is_a_telephone():
    assert people(sheet_of(["Navn", "Mobil"], ["Ola", 91234567]))[0][3] == "+4791234567"


def test_a_formula_shows_what_was_saved_with_it_and_is_refused_without():
    cells = (
        '<sheetData><row r="1">' + inline("Navn", "E-post") + '</row><row r="2"><c t="str"><f>A9&amp;B9</f>'
        "<v>Ola Åsen</v></c>"
        + inline("ola@example.org")
        + '</row><row r="3"><c><f>HYPERLINK("http://x")</f></c>'
        + inline("kari@example.org")
        + "</row></sheetData>"
    )
    data = raw_workbook(cells)
    assert people(data) == [(2, "Ola Åsen", "ola@example.org", "", "", "")]
    assert problems(data) == [(3, [("name", "formula")])]


@pytest.mark.parametrize("strict", [True, False])
def test_strict_and_bare_workbooks_with_rich_and_shared_texts(strict):
    texts = (
        "<si><t>Navn</t></si><si><t>Ankomst</t></si>"
        "<si><r><t>Ola </t></r><r><t>Åsen</t></r><rPh><t>オラ</t></rPh></si>"
    )
    styles = '<cellXfs><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs>'
    rows = (
        '<dimension ref="A1"/><sheetData><row><c t="s"><v>0</v></c><c t="s"><v>1</v></c></row>'
        '<row r="7"><c r="A7" t="s"><v>2</v></c><c r="B7" s="1"><v>46070</v></c></row>'
        '<row><c t="inlineStr"><is><t>Kari</t></is></c><c t="d"><v>2026-03-01T00:00:00</v></c></row></sheetData>'
    )
    data = raw_workbook(rows, strict=strict, texts=texts, styles=styles)
    assert people(data) == [(7, "Ola Åsen", "", "", "", "2026-02"), (8, "Kari", "", "", "", "2026-03")]


def test_an_open_document_is_read_with_what_it_hides():
    rows = (
        '<table:table-column table:number-columns-repeated="2"/><table:table-column table:visibility="collapse"/>'
        + document_row(["Navn", "E-post", "Mobil"])
        + '<table:table-row table:number-rows-repeated="3"><table:table-cell table:number-columns-repeated="9"/>'
        "</table:table-row>"
        + document_row(["Ola Åsen", "ola@example.org", "91234567"])
        + document_row(["Skjult", "s@example.org"], 'table:visibility="filter"')
        + '<table:table-row table:number-rows-repeated="1048000"><table:table-cell/></table:table-row>'
    )
    old = document_row(["Navn", "E-post", "Språk"]) + document_row(["Gammel", "g@example.org", "polsk"])
    styles = '<style:style style:name="ta2"><style:table-properties table:display="false"/></style:style>'
    data = open_document(
        ('table:name="Gammel" table:style-name="ta2"', old), ('table:name="Liste"', rows), styles=styles
    )
    assert people(data) == [(5, "Ola Åsen", "ola@example.org", "", "", "")]
    found = read(data)
    assert (len(found.hidden), [sheet.name for sheet in found.found.hidden_sheets]) == (1, ["Gammel"])


def test_an_open_document_has_dates_numbers_notes_and_cells_merged_down():
    rows = (
        document_row(["Navn", "Ankomst", "Mobil", "Språk"])
        + '<table:table-row><table:table-cell office:value-type="string"><office:annotation><text:p>ring</text:p>'
        "</office:annotation><text:p>Ola<text:s/>Åsen</text:p></table:table-cell>"
        '<table:table-cell office:value-type="date" office:date-value="2026-02-17"><text:p>17.2.26</text:p>'
        '</table:table-cell><table:table-cell office:value-type="float" office:value="91234567">'
        "<text:p>91 234 567</text:p></table:table-cell>"
        '<table:table-cell table:number-rows-spanned="2"><text:p>polsk</text:p></table:table-cell>'
        "</table:table-row><table:table-row><table:table-cell><text:p>Kari</text:p></table:table-cell>"
        '<table:table-cell table:number-columns-repeated="2"/><table:covered-table-cell/></table:table-row>'
    )
    assert people(open_document(('table:name="Liste"', rows))) == [
        (2, "Ola Åsen", "", "+4791234567", "pl", "2026-02"),
        (3, "Kari", "", "", "pl", ""),
    ]


def test_fifty_thousand_rows_are_read_and_one_more_is_refused():
    def rows(count):
        book = Workbook(write_only=True)
        sheet = book.create_sheet("L")
        sheet.append(HEAD)
        for n in range(count):
            sheet.append([f"Ola {n % 999}", f"ola{n}@example.org", "polsk", "2026-02"])
        out = io.BytesIO()
        book.save(out)
        return out.getvalue()

    assert len(people(rows(50_000))) == 50_000
    with pytest.raises(UnreadableFile, match="more than"):
        people(rows(50_100))


@pytest.mark.django_db
def test_command_says_what_the_file_hides(tmp_path):
    def fill(book):
        book.active.append(["Navn", "E-post", "Merknad", "Språk"])
        for name in ("Ola", "Kari", "Per"):
            book.active.append([name, f"{name.lower()}@example.org", "x", "polsk"])
        book.active.row_dimensions[3].hidden = True
        for column in ("B", "C"):
            book.active.column_dimensions[column].hidden = True
        book.create_sheet("Gammel").append(["Navn", "E-post"])
        book["Gammel"].sheet_state = "hidden"
        book.create_sheet("Oktober").append(["Navn", "E-post"])
        book["Oktober"].append(["Ida", "ida@example.org"])

    answer = said(workbook(fill), tmp_path)
    assert [person["name"] for person in answer["people"]] == ["Ola", "Per"]
    assert [(each["row"], each["reason"]) for each in answer["problems"]] == [
        (3, "This row is hidden in the file, and was not read."),
        (1, "The column “E-post” is hidden in the file, and was not read."),
        (1, "The sheet “Gammel” is hidden in the file, and was not read."),
        (1, "There is a list on the sheet “Oktober” too, which was not read."),
    ]


def said(data: bytes, folder) -> dict:
    file = folder / "liste.xlsx"
    file.write_bytes(data)
    out = io.StringIO()
    call_command("read_people", str(file), municipality="1818", json=True, stdout=out)
    return json.loads(out.getvalue())


def test_a_family_whose_rows_stand_apart_is_one_and_few_rows_are_held():
    rows = [["Navn", "E-post", "Familie", "Alder"]]
    rows += [[f"Ola {n}", f"ola{n}@example.org", f"F{n}", ""] for n in range(3)]
    rows += [[f"Barn {n}", "", f"F{n}", "7"] for n in range(3)]
    rows += [[f"Alene {n}", f"alene{n}@example.org", f"A{n}", ""] for n in range(50)]
    found = read_people(File(sheet_of(*rows)), writes="nb", today=TODAY)
    held, people = 0, []
    for row in found.rows:
        held = max(held, len(found.reader._open))
        people.append((row.person.name, row.person.children_6_12))
    assert people[:3] == [("Ola 0", 1), ("Ola 1", 1), ("Ola 2", 1)]
    assert len(people) == 53
    assert held <= 3


def test_a_row_of_hyphens_is_an_empty_row():
    assert read("Navn;E-post;Mobil\n-;-;–\nOla;ola@example.org;-").rows[0].person.name == "Ola"
