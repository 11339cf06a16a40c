"""What the page says of a list as a whole: its columns with what was understood, what the file hides, and how
its letters may be read. Nothing about a person but the readings of a few names.
"""

from collections.abc import Iterable, Iterator
from typing import Any

from core.comparing import search_form
from core.spreadsheets.reading import Line
from newcomers.reading.kept import NEVER, Kept
from newcomers.reading.lists import PeopleRead
from newcomers.reading.people import ReadRow

# Of each column, and of each reading of the letters, so many cells are shown.
SAMPLES = 3
WHO = ("name", "first_name", "middle_name", "last_name", "email", "phone")


class Asked:
    """Gives rows on, and keeps the names of the first whose letters are asked about."""

    def __init__(self) -> None:
        self.names: list[tuple[str, ...]] = []

    def through(self, rows: Iterable[ReadRow]) -> Iterator[ReadRow]:
        for row in rows:
            if len(self.names) < SAMPLES:
                self.names += [each.proposals for each in row.problems if each.reason == "encoding"]
            yield row


def about_of(kept: Kept, read: PeopleRead, asked: Asked) -> dict[str, Any]:
    """What there is to say when all rows have been `read`."""
    found = read.found
    sheets = kept.sheets(found.encodings[0] if found.encodings else None)
    first = [line for line in sheets[found.sheet.index].first if line.number > found.header.number]
    return {
        "columns": [
            {
                "heading": each.heading,
                "key": search_form(each.heading),
                "field": each.field,
                "hidden": each.is_hidden,
                "missed": each.is_missed,
                "never": each.is_forbidden,
                # Of who has erased themselves no name is shown, here either.
                "samples": [] if each.is_forbidden or each.field in WHO else _samples(first, each.index),
            }
            for each in found.header.columns
        ],
        "hidden_rows": len(read.hidden),
        "sheet": found.sheet.index,
        "sheets": [[each.index, each.name, each.is_hidden] for each in sheets] if len(sheets) > 1 else [],
        "others": [each.name for each in found.others],
        "hidden_sheets": [each.name for each in found.hidden_sheets],
        "encodings": _readings(found.encodings, asked.names),
    }


def _samples(lines: list[Line], column: int) -> list[str]:
    cells = [line.cells[column] for line in lines if not line.is_hidden and column < len(line.cells)]
    return [str(cell)[:40] for cell in cells if cell not in (None, "", NEVER)][:SAMPLES]


def _readings(encodings: tuple[str, ...], names: list[tuple[str, ...]]) -> list[list[Any]]:
    """[encoding, names as it reads them] of each reading that a person can choose among."""
    if len(encodings) < 2:
        return []
    read = [[encoding, [each[index] for each in names[:SAMPLES]]] for index, encoding in enumerate(encodings)]
    # Two that read these alike are one choice.
    return list({tuple(each[1]): each for each in reversed(read)}.values())[::-1]
