"""Rows of a list that are not right: what somebody types in the place of a cell, by the list's own rules."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Case, Count, Func, QuerySet, TextField, Value, When
from django.db.models.fields.json import KT
from django.db.models.functions import Lower

from core.clock import NORWAY
from core.formats import month, telephone
from core.mail.typos import meant
from core.world_languages import language_name_in
from newcomers.models import PeopleUpload, PeopleUploadRow
from newcomers.person import Person
from newcomers.reading.cells import (
    CellError,
    read_address,
    read_language,
    read_month,
    read_name,
    read_phone,
    refuse_misspelt,
)
from newcomers.reading.kept import NEVER
from newcomers.reading.people import FIELD_LABELS, harmless, no_grown_up, nobody
from newcomers.uploading import person_from_json, person_to_json

# What a row without a name, an address and a number is asked for.
WHO = ("name", "email", "phone")
# What is wrong in the same way in several rows: so many kinds are shown, so many rows corrected at a time.
MOST_ALIKE, AT_A_TIME = 10, 1000
# In the place of cells that may not be written down.
STANDS_FOR = {"national_number": NEVER, "formula": "=1"}
# What was typed into a row, and whether its address is right as it stands.
Said = tuple[Mapping[str, str], bool]


@dataclass(frozen=True)
class Shown:
    """Somebody as they were understood, in words: `language` is the municipality's own where the list
    says none, `children` how many there are."""

    number: int
    name: str
    email: str
    phone: str
    language: str
    month: str
    children: int

    @classmethod
    def of(cls, row: PeopleUploadRow, writes: str) -> "Shown":
        person = person_from_json(row.person)
        return cls(
            number=row.number,
            name=person.name,
            email=person.email,
            phone=person.phone,
            language=language_name_in(person.language or writes),
            month=month(person.arrived_month) if person.arrived_month else "",
            children=person.children_0_5 + person.children_6_12 + person.youth_13_17,
        )


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


def asked_of(row: PeopleUploadRow, *, writes: str, today: date) -> list[ToCorrect]:
    """What the page asks about `row`: only what is wrong. Letters are asked about for all rows at once."""
    asked = []
    for name, message, reason, proposals in row.problems:
        if reason == "encoding":
            continue
        said = _said(row, name, reason, writes, today) or message
        for each in WHO if name == "row" else (name,):
            asked.append(
                ToCorrect(
                    field=each,
                    label=str(FIELD_LABELS[each]),
                    message=said if name != "row" or each == "name" else "",
                    value=row.typed.get(each, ""),
                    proposals=proposals,
                    may_stay=reason == "typo",
                )
            )
    return asked


def _said(row: PeopleUploadRow, name: str, reason: str, writes: str, today: date) -> str:
    """What is wrong, in the language of who looks; "" where the cell does not say it any longer."""
    if name == "row":
        return no_grown_up() if reason == "child" else nobody()
    try:
        _readers(writes, today)[name](row.typed.get(name) or STANDS_FOR.get(reason, ""))
    except CellError as error:
        return str(error)
    return ""


def rest_of(row: PeopleUploadRow) -> list[str]:
    """What else the row says, so that somebody knows who it is about."""
    person, wrong = person_from_json(row.person), {problem[0] for problem in row.problems}
    said = {
        "email": person.email,
        "phone": telephone(person.phone) if person.phone else "",
        "language": language_name_in(person.language) if person.language else "",
        "arrived_month": month(person.arrived_month) if person.arrived_month else "",
    }
    return [text for name, text in said.items() if text and name not in wrong]


@transaction.atomic
def correct_rows(
    *, upload: PeopleUpload, typed: Mapping[int, Mapping[str, str]], kept: set[int], now: datetime
) -> int:
    """Write down what was typed into rows, by their numbers; in `kept` are those whose address is right as it
    stands. Returns how many rows are right by that."""
    PeopleUpload.objects.select_for_update().get(pk=upload.pk)
    rows = upload.rows.filter(number__in=[*typed, *kept]).exclude(problems=[])
    return _correct_each(upload, rows, lambda row: (typed.get(row.number, {}), row.number in kept), now)


def _correct_each(
    upload: PeopleUpload,
    rows: Iterable[PeopleUploadRow],
    said: Callable[[PeopleUploadRow], Said],
    now: datetime,
) -> int:
    today = now.astimezone(NORWAY).date()
    rows = list(rows)
    for row in rows:
        typed, is_right = said(row)
        _correct(row, typed, is_right, upload.municipality.language, today)
    PeopleUploadRow.objects.bulk_update(rows, ["person", "typed", "problems"], batch_size=500)
    return sum(not row.problems for row in rows)


@transaction.atomic
def leave_out(*, upload: PeopleUpload, number: int) -> int:
    """Take a row that is no person's out of what is to be corrected. Returns how many went: one, or none."""
    PeopleUpload.objects.select_for_update().get(pk=upload.pk)
    rows = upload.rows.filter(number=number).exclude(problems=[])
    return rows.delete()[0]


# The same in many rows


@dataclass
class Alike:
    """What is wrong in `count` rows in the same way: the language or month that they say, or the server of
    their addresses (`field` "email", with what was probably meant)."""

    field: str
    value: str
    count: int

    @property
    def meant(self) -> str:
        return meant(f"somebody@{self.value}").rpartition("@")[2] if self.field == "email" else ""

    @property
    def label(self) -> str:
        return str(FIELD_LABELS[self.field])


def _alike(upload: PeopleUpload) -> QuerySet[Any]:
    """The rows whose first fault others may have too, with its `field` and its `value`."""
    server = Lower(
        Func(KT("typed__email"), Value("@"), Value(-1), function="split_part", output_field=TextField())
    )
    value = Case(
        When(field="language", then=KT("typed__language")),
        When(field="arrived_month", then=KT("typed__arrived_month")),
        When(field="email", reason="typo", then=server),
        output_field=TextField(),
    )
    rows = upload.rows.exclude(problems=[]).annotate(field=KT("problems__0__0"), reason=KT("problems__0__2"))
    return rows.annotate(value=value).exclude(value=None).exclude(value="")


def all_alike(upload: PeopleUpload) -> list[Alike]:
    """What can be corrected in several rows at once, the most first. One statement."""
    counted = _alike(upload).order_by().values("field", "value").annotate(count=Count("pk"))
    several = counted.filter(count__gt=1).order_by("-count", "value")
    return [Alike(**each) for each in several[:MOST_ALIKE]]


@transaction.atomic
def correct_alike(*, upload: PeopleUpload, field: str, value: str, to: str, now: datetime) -> int:
    """Put `to` in the place of `value` in every row where that is what is wrong: "klingonsk" → "polsk",
    "gmial.com" → "gmail.com". The same as `value` leaves an address as it stands. Returns how many rows are
    right by that; a thousand at a time."""
    PeopleUpload.objects.select_for_update().get(pk=upload.pk)
    rows = _alike(upload).filter(field=field, value=value).order_by("number")[:AT_A_TIME]

    def said(row: PeopleUploadRow) -> Said:
        if field != "email":
            return {field: to}, False
        name, _at, _server = row.typed.get("email", "").rpartition("@")
        return {"email": f"{name}@{to}"}, to == value

    return _correct_each(upload, rows, said, now)


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
        # What was not touched comes along with what was.
        if typed.get(name) == row.typed.get(name, ""):
            problems.append([name, message, reason, proposals])
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
        "email": _address,
        "phone": read_phone,
        "language": lambda text: read_language(text, default=writes),
        "arrived_month": lambda text: read_month(text, today=today),
    }


def _address(text: str) -> str:
    address = read_address(text)
    refuse_misspelt(address)
    return address
