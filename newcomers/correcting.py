"""Rows of a list that are not right: what somebody types in the place of a cell, by the list's own rules."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from django.db import transaction

from core.clock import NORWAY
from newcomers.models import PeopleUpload, PeopleUploadRow
from newcomers.person import Person
from newcomers.reading.cells import CellError, read_address, read_language, read_month, read_name, read_phone
from newcomers.reading.people import FIELD_LABELS, harmless, nobody
from newcomers.uploading import person_from_json, person_to_json

# What a row without a name, an address and a number is asked for.
WHO = ("name", "email", "phone")


@dataclass
class ToCorrect:
    """One cell of a row that is asked about."""

    field: str
    label: str
    message: str
    value: str
    proposals: list[str]
    may_stay: bool

    @property
    def is_language(self) -> bool:
        return self.field == "language"


def asked_of(row: PeopleUploadRow) -> list[ToCorrect]:
    """What the page asks about `row`: only what is wrong. Letters are asked about for all rows at once."""
    asked = []
    for name, message, reason, proposals in row.problems:
        if reason == "encoding":
            continue
        for each in WHO if name == "row" else (name,):
            asked.append(
                ToCorrect(
                    field=each,
                    label=str(FIELD_LABELS[each]),
                    message=message if name != "row" or each == "name" else "",
                    value=row.typed.get(each, ""),
                    proposals=proposals,
                    may_stay=reason == "typo",
                )
            )
    return asked


@transaction.atomic
def correct_rows(
    *, upload: PeopleUpload, typed: Mapping[int, Mapping[str, str]], kept: set[int], now: datetime
) -> int:
    """Write down what was typed into rows, by their numbers; in `kept` are those whose address is right as it
    stands. Returns how many rows are right by that."""
    PeopleUpload.objects.select_for_update().get(pk=upload.pk)
    rows = upload.rows.filter(number__in=[*typed, *kept]).exclude(problems=[])
    today = now.astimezone(NORWAY).date()
    right = 0
    for row in rows:
        _correct(row, typed.get(row.number, {}), row.number in kept, upload.municipality.language, today)
        right += not row.problems
        row.save(update_fields=["person", "typed", "problems"])
    return right


def _correct(
    row: PeopleUploadRow, typed: Mapping[str, str], is_right: bool, writes: str, today: date
) -> None:
    person = person_from_json(row.person)
    problems: list[list[Any]] = []
    readers = _readers(writes, today)
    for name, message, reason, proposals in row.problems:
        if name == "row":
            person, found = _whole_row(person, typed, readers)
            problems += found or ([] if _is_somebody(person) else [["row", nobody(), "nobody", []]])
            continue
        if reason == "typo" and is_right:
            person = replace(person, email=read_address(row.typed.get("email", "")))
            continue
        if name not in typed:
            problems.append([name, message, reason, proposals])
            continue
        row.typed = {**row.typed, name: harmless(typed[name])}
        try:
            person = replace(person, **{name: readers[name](typed[name])})
        except CellError as error:
            problems.append([name, str(error), error.reason, list(error.proposals)])
    if not problems and not _is_somebody(person):
        problems.append(["row", nobody(), "nobody", []])
    row.person, row.problems = person_to_json(person), problems


def _whole_row(
    person: Person, typed: Mapping[str, str], readers: Mapping[str, Callable[[str], Any]]
) -> tuple[Person, list[list[Any]]]:
    problems: list[list[Any]] = []
    for name in WHO:
        if typed.get(name):
            try:
                person = replace(person, **{name: readers[name](typed[name])})
            except CellError as error:
                problems.append([name, str(error), error.reason, list(error.proposals)])
    return person, problems


def _is_somebody(person: Person) -> bool:
    return bool(person.name or person.email or person.phone)


def _readers(writes: str, today: date) -> dict[str, Callable[[str], Any]]:
    return {
        "name": read_name,
        "email": read_address,
        "phone": read_phone,
        "language": lambda text: read_language(text, default=writes),
        "arrived_month": lambda text: read_month(text, today=today),
    }
