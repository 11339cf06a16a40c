"""Workbooks that cannot be read, or ask for too much: refused with the right reason, and never a fault."""

import io
import zipfile

import pytest
from django.utils.translation import override
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.spreadsheets.reading import UnreadableFile
from tests.newcomers.reading.files import (
    changed,
    document_row,
    open_document,
    people,
    raw_workbook,
    sheet_of,
)

HEAD = ["Navn", "E-post", "Språk", "Ankomst"]
OLA = ["Ola Åsen", "ola@example.org", "polsk", "2026-02"]


@pytest.fixture(autouse=True)
def _english():
    with override("en"):
        yield


def _archive(**parts: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, part in parts.items():
            archive.writestr(name.replace("__", "/"), part)
    return out.getvalue()


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500)
LOCKED = b'<manifest:encryption-data manifest:checksum="x"/>'


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (OLE + "EncryptedPackage".encode("utf-16-le"), "protected by a password"),
        (OLE + "Workbook".encode("utf-16-le"), "old Excel file"),
        (OLE + "WordDocument".encode("utf-16-le"), "document or a picture"),
        (_archive(content_xml=b"") and open_document(("", "")), "names the columns"),
        (_archive(**{"content.xml": b"<x/>", "META-INF/manifest.xml": LOCKED}), "protected by a password"),
        (_archive(**{"word/document.xml": b"<x/>"}), "document or a picture"),
        (_archive(**{"xl/workbook.bin": b"x"}), "This kind of workbook"),
        (_archive(**{"hello.txt": b"x"}), "damaged"),
        (b"PK\x03\x04 and then nothing", "damaged"),
        (b"%PDF-1.7", "document or a picture"),
        (b"\x89PNG\r\n", "document or a picture"),
        (b"<html><table><tr><td>Navn</td></tr></table>", "web page"),
        (b'<?xml version="1.0"?><Workbook/>', "web page"),
        (b"", "is empty"),
        (b" \r\n\t", "is empty"),
        (b"\xef\xbb\xbf\r\n", "is empty"),
        (b"Ola;hei\nKari;ho", "names the columns"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_with_the_right_reason(data, reason):
    with pytest.raises(UnreadableFile, match=reason):
        people(data)


def test_an_entity_in_a_workbook_is_not_unfolded():
    bomb = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">]>'
    data = changed(raw_workbook("<sheetData/>"), "xl/sheets/one.xml", lambda part: bomb.encode() + part)
    with pytest.raises(UnreadableFile, match="too large"):
        people(data)


WHOLE = sheet_of(HEAD, *[[f"Ola {n}", f"ola{n}@example.org", "polsk", "2026-02"] for n in range(9)])
DOCUMENT = open_document(('table:name="L"', document_row(HEAD) + document_row(OLA) * 5))


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.sampled_from([WHOLE, DOCUMENT]), st.data())
def test_a_damaged_workbook_is_read_or_refused_and_never_a_fault(whole, data):
    with zipfile.ZipFile(io.BytesIO(whole)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    name = data.draw(st.sampled_from(sorted(parts)))
    part = bytearray(parts[name])
    for _change in range(data.draw(st.integers(1, 8))):
        place = data.draw(st.integers(0, max(len(part) - 1, 0)))
        part[place : place + data.draw(st.integers(0, 4))] = data.draw(
            st.sampled_from(
                [b"", b"<", b'"', b"\xff", b"999999999", b"</row>", b"&a;", b'r="-5"', b'hidden="1"']
            )
        )
    parts[name] = bytes(part)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for each, text in parts.items():
            archive.writestr(each, text)
    try:
        found = people(out.getvalue())
    except UnreadableFile:
        return
    assert len(found) <= 9
