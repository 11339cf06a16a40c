"""`manage.py read_people FILE --municipality 1818`: who would be taken in of a list. Saves nothing."""

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError
from django.utils import timezone

from core.clock import NORWAY
from core.spreadsheets.reading import UnreadableFile
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
        "where there is none; the arrival is a month. What the list hides is not taken."
    )
    requires_system_checks: list[str] = []

    def add_arguments(self, parser):
        parser.add_argument("file", metavar="FILE")
        parser.add_argument("--municipality", required=True, metavar="KOMMUNENUMMER", help="0301")
        parser.add_argument("--json", action="store_true", help="as JSON")

    def handle(self, *, file: str, municipality: str, **options):
        try:
            read = read_people(
                File(_contents(file)),
                writes=_language_of(municipality),
                today=timezone.localdate(timezone=NORWAY),
            )
        except (UnreadableFile, OSError) as error:
            raise CommandError(_said(error), returncode=COULD_NOT) from None
        answer = as_json(read)
        if options["json"]:
            self.stdout.write(json.dumps(answer, ensure_ascii=False, indent=1))
            return
        for row in answer["people"]:
            self.stdout.write("  ".join(str(value) for value in row.values() if value))
        for row in answer["problems"]:
            self.stdout.write(f"? {row['row']}: {row['reason']}")


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


def as_json(read: PeopleRead) -> dict[str, list[dict[str, Any]]]:
    """What stands in the help of the command."""
    people = [_person(row) for row in read.rows if not row.problems and row.same_as is None]
    problems = [
        {"row": row.number, "reason": _reason(row)}
        for row in read.rows
        if row.problems or row.same_as is not None
    ]
    return {"people": people, "problems": problems}


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


def _reason(row: ReadRow) -> str:
    if row.problems:
        return " ".join(problem.sentence for problem in row.problems)
    return same_as_row(row.same_as or 0)
