"""Pages A5 put side by side on sheets A4, in the order in which they are folded and stapled.

Printed on both sides, turned over the short edge. A sheet loses what a screen reader reads by: that is why
the screen file and the print file are made separately.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO

from pypdf import PageObject, PdfReader, PdfWriter
from pypdf.generic import (
    ArrayObject,
    DecodedStreamObject,
    DictionaryObject,
    FloatObject,
    IndirectObject,
    NameObject,
)

# Points: A5 upright, and A4 lying.
WIDTH, HEIGHT = 419.53, 595.28
PAGES_A_SHEET = 4
DUPLEX = "/DuplexFlipShortEdge"


@dataclass(frozen=True)
class Source:
    """A booklet's pages as they are made for paper (`recipes.paper_recipe`).

    The last is the back; before it stand `notes` pages, of which as many are taken as fill the last sheet.
    """

    pdf: bytes
    notes: int
    rtl: bool


def order(pages: int, *, rtl: bool) -> list[tuple[int, int]]:
    """(left, right) of each side of each sheet, front and back in turn, by page numbers from 0.

    `pages` is a multiple of four. What opens from the right has its first page on the
    left: [8, 1] becomes [1, 8].
    """
    if pages % PAGES_A_SHEET or pages <= 0:
        raise ValueError("a booklet has four pages a sheet")
    sides: list[tuple[int, int]] = []
    for outer in range(0, pages // 2, 2):
        inner = pages - 1 - outer
        sides += [(inner, outer), (outer + 1, inner - 1)]
    return [(right, left) for left, right in sides] if rtl else sides


def pages_taken(pages: int, notes: int) -> list[int]:
    """Which of a source's `pages` stand in the print file: all but the notes that are not needed."""
    body, back = pages - notes - 1, pages - 1
    wanted = -(body + 1) % PAGES_A_SHEET
    if wanted > notes:
        raise ValueError("too few pages to fill the last sheet")
    return [*range(body + wanted), back]


def imposed(source: Source, backs: Sequence[bytes | None] = (None,), *, title: str = "") -> bytes:
    """The print file of a booklet: once with its own back, or once for each of `backs`.

    Each of `backs` is a PDF of any number of last pages, one a copy. What copies share is in the file once.
    """
    return bound([(source, backs)], title=title)


def bound(booklets: Sequence[tuple[Source, Sequence[bytes | None]]], *, title: str = "") -> bytes:
    """One print file of many booklets, in order: (source, its backs)."""
    file = _PrintFile()
    for source, backs in booklets:
        file.add(source, backs)
    return file.bytes(title)


class _PrintFile:
    def __init__(self) -> None:
        self._writer = PdfWriter()
        self._writer.pdf_header = "%PDF-1.7"

    def add(self, source: Source, backs: Sequence[bytes | None]) -> None:
        reader = PdfReader(BytesIO(source.pdf))
        taken = pages_taken(len(reader.pages), source.notes)
        forms = [self._form(reader.pages[number]) for number in taken]
        for back in backs:
            own = (
                [forms[-1]] if back is None else [self._form(page) for page in PdfReader(BytesIO(back)).pages]
            )
            for last in own:
                self._sheets([*forms[:-1], last], rtl=source.rtl)

    def _form(self, page: PageObject) -> IndirectObject:
        """A page as a drawing that sheets place, without its links and tags."""
        contents = page.get_contents()
        form = DecodedStreamObject()
        # A stream counts as empty where its dictionary is.
        form.set_data(b"" if contents is None else contents.get_data())
        form.update(
            {
                NameObject("/Type"): NameObject("/XObject"),
                NameObject("/Subtype"): NameObject("/Form"),
                NameObject("/BBox"): ArrayObject(map(FloatObject, (0, 0, WIDTH, HEIGHT))),
                NameObject("/Resources"): page.get("/Resources", DictionaryObject())
                .get_object()
                .clone(self._writer),
            }
        )
        if "/Group" in page:
            form[NameObject("/Group")] = page["/Group"].clone(self._writer)
        return self._writer._add_object(form.flate_encode())

    def _sheets(self, forms: list[IndirectObject], *, rtl: bool) -> None:
        for left, right in order(len(forms), rtl=rtl):
            side = self._writer.add_blank_page(2 * WIDTH, HEIGHT)
            side[NameObject("/Resources")] = DictionaryObject(
                {
                    NameObject("/XObject"): DictionaryObject(
                        {NameObject("/L"): forms[left], NameObject("/R"): forms[right]}
                    )
                }
            )
            drawn = DecodedStreamObject()
            drawn.set_data(f"q /L Do Q q 1 0 0 1 {WIDTH} 0 cm /R Do Q".encode())
            side[NameObject("/Contents")] = self._writer._add_object(drawn)

    def bytes(self, title: str) -> bytes:
        self._writer.add_metadata({"/Title": title, "/Producer": "Møteplass"})
        preferences = self._writer.create_viewer_preferences()
        # A printer that heeds it turns the sheets by itself and makes nothing smaller.
        preferences.duplex = DUPLEX  # type: ignore[assignment]  # a property that pypdf makes at run time
        preferences.print_scaling = "/None"  # type: ignore[assignment]  # as above
        out = BytesIO()
        self._writer.write(out)
        return out.getvalue()
