"""What a file is, by its first bytes and its directory: lists are read, all else is refused in words."""

import io
import zipfile

from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _

from core.isolation import filled

ZIP_START = b"PK\x03\x04"
# The container of Office before 2007, and of what Office has put behind a password since.
OLD_OFFICE_START = b"\xd0\xcf\x11\xe0"
PICTURES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"RIFF", b"II*\x00", b"MM\x00*")
DOCUMENTS = (b"%PDF", b"{\\rtf", *PICTURES)
# Some programs save a web page, or Excel's XML of 2003, and call it .xls.
PAGES = (b"<html", b"<!doctype", b"<table", b"<?xml", b"<meta", b"<head", b"<style", b"<div")


class UnreadableFile(Exception):
    """The file as a whole cannot be read. As a text it is for the person who reads it, in their language:
    `message` is what is translated (`gettext_noop`), `values` what stands in it. Words that are whole already
    are left as they are.
    """

    def __init__(self, message: str = "", **values: str | int) -> None:
        super().__init__(message)
        self.message, self.values = message, values

    def __str__(self) -> str:
        said = gettext(self.message) if self.message else ""
        return filled(said, **self.values) if self.values else said


def is_workbook(data: bytes) -> bool:
    """Whether `data` is a workbook that we read; text otherwise. Raises `UnreadableFile` for all else."""
    if not data.strip(b" \t\r\n\xef\xbb\xbf"):
        raise UnreadableFile(_("The file is empty."))
    if data.startswith(OLD_OFFICE_START):
        raise UnreadableFile(_old_office(data))
    if data.startswith(ZIP_START):
        _check_archive(data)
        return True
    start = data[:200].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if data.startswith(DOCUMENTS) or data[4:8] == b"ftyp":
        raise UnreadableFile(document())
    if start.startswith(PAGES):
        raise UnreadableFile(
            _(
                "This is a web page that was saved under another name. Open it in Excel, save it as an Excel "
                "workbook (.xlsx), and upload that."
            )
        )
    return False


def document() -> str:
    return _(
        "This is a document or a picture, which has no columns. "
        "Ask for the list as an Excel workbook (.xlsx) or a CSV file."
    )


def protected() -> str:
    return _(
        "The file is protected by a password, so nobody can read it here. "
        "Open it, take the password away, save it, and upload it again."
    )


def _old_office(data: bytes) -> str:
    """The names of its parts stand in its directory, two bytes a letter."""

    def has(name: str) -> bool:
        return name.encode("utf-16-le") in data

    if has("EncryptedPackage"):
        return protected()
    if has("WordDocument") or has("PowerPoint Document") or has("__properties_version1.0"):
        return document()
    return _("This is an old Excel file (.xls). Save it as .xlsx or as CSV, and upload it again.")


def parts_of(data: bytes) -> list[zipfile.ZipInfo]:
    """What a packed file says that is in it; nothing where it is damaged: whoever reads it says how."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return archive.infolist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError):
        return []


def _check_archive(data: bytes) -> None:
    parts = parts_of(data)
    names = {part.filename for part in parts}
    if any(part.flag_bits & 1 for part in parts):
        raise UnreadableFile(protected())
    if any(name.startswith(("word/", "ppt/")) for name in names):
        raise UnreadableFile(document())
    if "xl/workbook.bin" in names or any(name.startswith("Index/") for name in names):
        raise UnreadableFile(
            _("This kind of workbook cannot be read here. Save it as .xlsx or as CSV, and upload it again.")
        )
