"""`manage.py read_people FILE --municipality 1818`: who would be taken in of a list. Saves nothing."""

import json
from collections.abc import Iterable, Iterator
from io import StringIO
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError
from django.utils import timezone
from django.utils.translation import gettext as _

from core.clock import NORWAY
from core.isolation import filled
from core.spreadsheets.reading import SheetHead, UnreadableFile
from newcomers.reading.kept import File
from newcomers.reading.lists import PeopleRead, read_people
from newcomers.reading.people import ReadRow, same_as_row
from organisations.models import Municipality

COULD_NOT = 2
# Ten megabytes, and one byte that says that there is more.
MOST_BYTES = 10_000_000


class Command(BaseCommand):
    help = (
        "Read a list of people (CSV, .xlsx, .ods) and print who was understood, and what must be corrected. "
        "Nothing is saved. Ends with 0 for any file that could be read, and with 2 and one line for one that "
        "could not. A row is given as a spreadsheet shows it. The language is an ISO 639-1 code, or 639-3 "
        "where there is none; the arrival is a month. What the list hides is not taken, and stands among the "
        "problems; what is about a whole column or sheet stands there at the row that names the columns."
    )
    requires_system_checks: list[str] = []

    def add_arguments(self, parser):
        parser.add_argument("file", metavar="FILE")
        parser.add_argument("--municipality", required=True, metavar="KOMMUNENUMMER", help="0301")
        parser.add_argument("--json", action="store_true", help="as JSON")

    def handle(self, *, file: str, municipality: str, **options):
        # Written out as it is read: of a long list nothing but these words is held. Nothing is printed of a
        # file that ends in something unreadable.
        people, problems = StringIO(), StringIO()
        write = _json_line if options["json"] else _text_line
        try:
            read = read_people(
                File(_contents(file)),
                writes=_language_of(municipality),
                today=timezone.localdate(timezone=NORWAY),
            )
            for row in read.rows:
                is_taken = not row.problems and row.same_as is None
                write(people if is_taken else problems, _person(row) if is_taken else _problem(row))
            for notice in _not_read(read):
                write(problems, notice)
        except (UnreadableFile, OSError) as error:
            raise CommandError(_said(error), returncode=COULD_NOT) from None
        if options["json"]:
            lists = f'"people": [{people.getvalue()}\n], "problems": [{problems.getvalue()}\n]'
            self.stdout.write(f"{{{lists}}}")
        else:
            self.stdout.write(people.getvalue() + problems.getvalue(), ending="")


def _json_line(out: StringIO, answer: dict[str, Any]) -> None:
    out.write(",\n " if out.tell() else "\n ")
    json.dump(answer, out, ensure_ascii=False)


def _text_line(out: StringIO, answer: dict[str, Any]) -> None:
    if "reason" in answer:
        out.write(f"? {answer['row']}: {answer['reason']}\n")
    else:
        out.write("  ".join(str(value) for value in answer.values() if value) + "\n")


def _contents(file: str) -> bytes:
    with open(file, "rb") as opened:
        data = opened.read(MOST_BYTES + 1)
    if len(data) > MOST_BYTES:
        raise UnreadableFile(f"The file is larger than {MOST_BYTES // 1_000_000} MB.")
    return data


def _language_of(municipality: str) -> str:
    """What the municipality writes. Where there is no database, or it is not in it: bokmål."""
    try:
        found = Municipality.objects.filter(pk=municipality).first()
    except DatabaseError:
        found = None
    return found.language if found else "nb"


def _said(error: Exception) -> str:
    text = error.strerror or str(error) if isinstance(error, OSError) else str(error)
    return " ".join(text.split())


def _person(row: ReadRow) -> dict[str, Any]:
    person = row.person
    return {
        "row": row.number,
        "name": person.name,
        "email": person.email,
        "phone": person.phone,
        "language": person.language,
        "language_written": row.language_written,
        "arrived": f"{person.arrived_month:%Y-%m}" if person.arrived_month else "",
    }


def _problem(row: ReadRow) -> dict[str, Any]:
    if not row.problems:
        return {"row": row.number, "reason": same_as_row(row.same_as or 0)}
    return {"row": row.number, "reason": " ".join(problem.sentence for problem in row.problems)}


def _not_read(read: PeopleRead) -> Iterator[dict[str, Any]]:
    """What the workbook hides, and where there is a list too. What is about a column or a sheet stands at the
    row that names the columns."""
    for number in read.hidden:
        yield {"row": number, "reason": _("This row is hidden in the file, and was not read.")}
    found = read.found
    said = [
        (_("The column “%(name)s” is hidden in the file, and was not read."), found.header.missed),
        (_("The sheet “%(name)s” is hidden in the file, and was not read."), _names(found.hidden_sheets)),
        (_("There is a list on the sheet “%(name)s” too, which was not read."), _names(found.others)),
    ]
    for sentence, names in said:
        for name in names:
            yield {"row": found.header.number, "reason": filled(sentence, name=name)}


def _names(sheets: Iterable[SheetHead]) -> list[str]:
    return [sheet.name for sheet in sheets]
