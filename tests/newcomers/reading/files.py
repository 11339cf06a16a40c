# ruff: noqa: E501  a list is read more easily as it stands in the file
"""Lists as programs and people make them, by hand where no library would."""

import io
import zipfile
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from html import escape

from openpyxl import Workbook

from newcomers.reading.kept import File
from newcomers.reading.lists import PeopleRead, read_people

TODAY = date(2026, 11, 27)
TRANSITIONAL = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
STRICT = "http://purl.oclc.org/ooxml/spreadsheetml/main"
STRICT_RELATIONS = "http://purl.oclc.org/ooxml/officeDocument/relationships"


def read(data: bytes | str, **options) -> PeopleRead:
    raw = data.encode() if isinstance(data, str) else data
    found = read_people(File(raw), writes=options.pop("writes", "nb"), today=TODAY, **options)
    found.rows = list(found.rows)
    return found


def people(data: bytes | str, **options) -> list[tuple]:
    """(row, name, e-mail, phone, language, month) of everybody who is taken."""
    rows = read(data, **options).rows
    good = [row for row in rows if not row.problems and row.same_as is None]
    return [
        (
            row.number,
            row.person.name,
            row.person.email,
            row.person.phone,
            row.person.language,
            f"{row.person.arrived_month:%Y-%m}" if row.person.arrived_month else "",
        )
        for row in good
    ]


def problems(data: bytes | str, **options) -> list[tuple[int, list[tuple[str, str]]]]:
    return [
        (row.number, [(each.field, each.reason) for each in row.problems])
        for row in read(data, **options).rows
        if row.problems
    ]


def workbook(change: Callable[[Workbook], None]) -> bytes:
    book = Workbook()
    change(book)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def sheet_of(*rows: Sequence[object]) -> bytes:
    def fill(book: Workbook) -> None:
        for row in rows:
            book.active.append(list(row))

    return workbook(fill)


def changed(data: bytes, part: str, change: Callable[[bytes], bytes]) -> bytes:
    """The workbook with `change` made to one of its parts."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, change(old.read(name)) if name == part else old.read(name))
    return out.getvalue()


def raw_workbook(sheet: str, *, strict: bool = False, texts: str = "", styles: str = "") -> bytes:
    """A workbook with nothing in it but what a reader needs, as programs of many kinds write it."""
    main, relations = (STRICT, STRICT_RELATIONS) if strict else (TRANSITIONAL, RELATIONS)
    parts = {
        "_rels/.rels": f'<Relationships xmlns="x"><Relationship Id="r1" Type="{relations}/officeDocument" '
        'Target="/xl/book.xml"/></Relationships>',
        "xl/book.xml": f'<x:workbook xmlns:x="{main}" xmlns:r="{relations}"><x:sheets>'
        '<x:sheet name="Ark1" sheetId="1" r:id="s1"/></x:sheets></x:workbook>',
        "xl/_rels/book.xml.rels": f'<Relationships xmlns="x"><Relationship Id="s1" Type="{relations}/worksheet" '
        f'Target="sheets/one.xml"/><Relationship Id="t" Type="{relations}/sharedStrings" Target="texts.xml"/>'
        f'<Relationship Id="f" Type="{relations}/styles" Target="styles.xml"/></Relationships>',
        "xl/sheets/one.xml": f'<worksheet xmlns="{main}">{sheet}</worksheet>',
        "xl/texts.xml": f'<sst xmlns="{main}">{texts}</sst>',
        "xl/styles.xml": f'<styleSheet xmlns="{main}">{styles}</styleSheet>',
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
    return out.getvalue()


def inline(*cells: str) -> str:
    return "".join(f'<c t="inlineStr"><is><t>{escape(cell)}</t></is></c>' for cell in cells)


def open_document(*sheets: tuple[str, str], styles: str = "") -> bytes:
    """An .ods file: each sheet is (attributes, rows)."""
    tables = "".join(f"<table:table {attributes}>{rows}</table:table>" for attributes, rows in sheets)
    content = (
        '<office:document-content xmlns:office="o" xmlns:table="t" xmlns:text="x" xmlns:style="s">'
        f"<office:automatic-styles>{styles}</office:automatic-styles>"
        f"<office:body><office:spreadsheet>{tables}</office:spreadsheet></office:body></office:document-content>"
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", content)
    return out.getvalue()


def document_row(cells: Iterable[str], attributes: str = "") -> str:
    inside = "".join(
        f'<table:table-cell office:value-type="string"><text:p>{escape(cell)}</text:p></table:table-cell>'
        for cell in cells
    )
    return f"<table:table-row {attributes}>{inside}</table:table-row>"
