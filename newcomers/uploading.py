"""Lists of people, from the file to everybody who is in it: brought, read, corrected, taken in, undone.

A list is read and taken in by whoever holds its row: a short one in the request that brings it, a long one in
a task. Killed on the way, the next round begins the reading anew, and goes on with the taking in, five
hundred people in each transaction.
"""

import base64
from collections.abc import Iterator
from dataclasses import asdict
from datetime import date, datetime, timedelta
from itertools import islice
from typing import Any

import structlog
from django.core.cache import cache
from django.db import transaction
from django.utils.translation import override

from core.clock import NORWAY
from core.commits import after_commit
from core.comparing import search_form
from core.mail.outbox.sealing import seal, unseal
from core.models import User
from core.nudging import nudge
from core.spreadsheets.kinds import UnreadableFile
from core.spreadsheets.reading import Line
from newcomers import services
from newcomers.models import ForgottenAddress, KnownColumn, PeopleUpload, PeopleUploadRow
from newcomers.person import Person, known_as
from newcomers.reading.headings import FIELDS
from newcomers.reading.kept import NEVER, Kept
from newcomers.reading.lists import MOST_LINES, PeopleRead, find_list, read_people
from newcomers.reading.people import ReadRow
from organisations.models import Municipality

logger = structlog.get_logger(__name__)

UNFINISHED_FOR = timedelta(days=1)
# So many are read, and taken in, while somebody waits.
AT_ONCE = 500
BATCH = 500
READ_LISTS = "newcomers.read_lists"
State = PeopleUpload.State
# Of each column, and of each reading of the letters, so many cells are shown.
SAMPLES = 3
WHO = ("name", "first_name", "middle_name", "last_name", "email", "phone")


def bring(*, municipality: Municipality, user: User, data: bytes, name: str, now: datetime) -> PeopleUpload:
    """Keep what may be kept of the file `data`, and read it, or have it read. Raises `UnreadableFile`."""
    kept = Kept.of(data, most=MOST_LINES)
    find_list(kept, known=known_columns(municipality))
    upload = PeopleUpload.objects.create(
        municipality=municipality,
        user=user,
        name=name[:150],
        sealed=_sealed(kept),
        lines=kept.count,
        created_at=now,
        expires_at=now + UNFINISHED_FOR,
    )
    _go_on(upload, now)
    return upload


def _sealed(kept: Kept) -> bytes:
    return seal({"kept": base64.b64encode(kept.to_bytes()).decode()})


def kept_of(upload: PeopleUpload) -> Kept:
    return Kept.from_bytes(base64.b64decode(str(unseal(upload.sealed)["kept"])))


def known_columns(municipality: Municipality) -> dict[str, str]:
    """What headings are about in this municipality's lists, because somebody has said so."""
    return dict(KnownColumn.objects.filter(municipality=municipality).values_list("heading", "about"))


def _go_on(upload: PeopleUpload, now: datetime) -> None:
    """A short list now; a long one by a worker, at the latest with beat's next round."""
    if upload.lines <= AT_ONCE:
        go_on(upload_id=upload.pk, now=now)
    else:
        after_commit(nudge, READ_LISTS)


def go_on(*, upload_id: int, now: datetime) -> None:
    """Do what the list waits for. Whoever comes second leaves it to the first."""
    with transaction.atomic():
        upload = (
            PeopleUpload.objects.select_for_update(of=("self",), skip_locked=True)
            .select_related("municipality")
            .filter(pk=upload_id, state=State.READING)
            .first()
        )
        if upload is not None:
            _read(upload, now)
    while _take_some(upload_id, now):
        pass


def waiting(*, now: datetime) -> list[int]:
    """The lists that wait for a worker."""
    return list(PeopleUpload.objects.waiting().filter(expires_at__gt=now).values_list("pk", flat=True))


# Reading


def _read(upload: PeopleUpload, now: datetime) -> None:
    """Understand every row anew. Runs while the row is locked: another way in waits, or passes by."""
    municipality = upload.municipality
    upload.rows.all().delete()
    chosen = upload.chosen
    known = known_columns(municipality) | chosen.get("columns", {})
    kept = kept_of(upload)
    with override(municipality.language):
        try:
            read = read_people(
                kept,
                writes=municipality.language,
                today=now.astimezone(NORWAY).date(),
                encoding=chosen.get("encoding"),
                sheet=chosen.get("sheet"),
                known=known,
                told=lambda count: _tell(upload.pk, count),
            )
        except UnreadableFile as error:
            upload.about = {"refused": str(error)}
            upload.state = State.READY
            upload.save(update_fields=["about", "state"])
            return
    upload.about = about_of(kept, read)
    upload.repeated = sum(row.same_as is not None for row in read.rows)
    upload.here, upload.forgotten = 0, 0
    rows = (row for row in read.rows if row.same_as is None)
    while some := list(islice(rows, 1000)):
        PeopleUploadRow.objects.bulk_create(_to_keep(upload, some))
    upload.state, upload.done = State.READY, 0
    upload.save(update_fields=["about", "repeated", "here", "forgotten", "state", "done"])


def _tell(pk: int, count: int) -> None:
    """How far the reading is, for who looks on: beside the transaction that reads, so by the cache."""
    cache.set(f"people-upload-{pk}", count, 600)


def progress_of(upload: PeopleUpload) -> int:
    """How many rows have been read, or taken in, by now."""
    if upload.state == State.READING:
        return min(int(cache.get(f"people-upload-{upload.pk}", 0)), upload.lines)
    return upload.done


def _to_keep(upload: PeopleUpload, rows: list[ReadRow]) -> Iterator[PeopleUploadRow]:
    """Of the rows those that are not here yet; of the rest only how many there are."""
    good = [row for row in rows if not row.problems]
    municipality = upload.municipality
    here = services.who_is_here(municipality, [row.person for row in good])
    marks = {mark for row in good for mark in known_as(row.person)}
    forgotten = ForgottenAddress.objects.of(municipality, marks)
    for row in rows:
        if not row.problems and any(mark in forgotten for mark in known_as(row.person)):
            upload.forgotten += 1
        elif not row.problems and services.same_among(here, row.person) is not None:
            upload.here += 1
        else:
            yield PeopleUploadRow(
                upload=upload,
                number=row.number,
                person=person_to_json(row.person),
                typed=row.typed,
                problems=[[p.field, p.message, p.reason, list(p.proposals)] for p in row.problems],
            )


def person_to_json(person: Person) -> dict[str, Any]:
    values = {name: value for name, value in asdict(person).items() if value}
    if person.arrived_month:
        values["arrived_month"] = person.arrived_month.isoformat()
    return values


def person_from_json(values: dict[str, Any]) -> Person:
    values = dict(values)
    if values.get("arrived_month"):
        values["arrived_month"] = date.fromisoformat(values["arrived_month"])
    for name in ("interests", "situations"):
        values[name] = tuple(values.get(name, ()))
    return Person(**values)


def about_of(kept: Kept, read: PeopleRead) -> dict[str, Any]:
    """What the page says of the list as a whole: its columns with what was understood, what it hides."""
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
                "never": each.is_forbidden,
                # Of who has erased themselves no name is shown, here either.
                "samples": [] if each.is_forbidden or each.field in WHO else _samples(first, each.index),
            }
            for each in found.header.columns
        ],
        "hidden_rows": read.hidden,
        "sheet": found.sheet.index,
        "sheets": [[each.index, each.name, each.is_hidden] for each in sheets] if len(sheets) > 1 else [],
        "others": [each.name for each in found.others],
        "hidden_sheets": [each.name for each in found.hidden_sheets],
        "encodings": _readings(found.encodings, read),
        "read": len(read.rows),
    }


def _samples(lines: list[Line], column: int) -> list[str]:
    cells = [line.cells[column] for line in lines if not line.is_hidden and column < len(line.cells)]
    return [str(cell)[:40] for cell in cells if cell not in (None, "", NEVER)][:SAMPLES]


def _readings(encodings: tuple[str, ...], read: PeopleRead) -> list[list[Any]]:
    """[encoding, names as it reads them] of each reading that a person can choose among."""
    if len(encodings) < 2:
        return []
    asked = [row.problems[-1].proposals for row in read.rows if row.problems]
    names = [each for each in asked if len(each) > 1][:SAMPLES]
    return [
        [encoding, [each[min(index, len(each) - 1)] for each in names]]
        for index, encoding in enumerate(encodings)
    ]


@transaction.atomic
def choose(
    *, upload: PeopleUpload, columns: dict[str, str], sheet: int | None, encoding: str | None, now: datetime
) -> None:
    """Read it anew with what somebody has chosen. What columns are about is remembered for the next list."""
    own = PeopleUpload.objects.select_for_update().get(pk=upload.pk)
    if own.state != State.READY:
        return
    wanted = {heading: about for heading, about in columns.items() if about in (*FIELDS, "")}
    for heading, about in wanted.items():
        KnownColumn.objects.update_or_create(
            municipality_id=own.municipality_id, heading=heading[:60], defaults={"about": about}
        )
    own.chosen = own.chosen | {"columns": own.chosen.get("columns", {}) | wanted}
    if sheet is not None:
        own.chosen |= {"sheet": sheet}
    if encoding:
        own.chosen |= {"encoding": encoding}
    own.state = State.READING
    own.save(update_fields=["chosen", "state"])
    after_commit(_go_on, own, now)


# Taking in


def take_in(*, upload: PeopleUpload, now: datetime) -> bool:
    """Take in everybody whose row is right. False when somebody has begun already."""
    begun = PeopleUpload.objects.filter(pk=upload.pk, state=State.READY).update(state=State.TAKING, done=0)
    if begun:
        upload.refresh_from_db()
        _go_on(upload, now)
    return bool(begun)


def _take_some(upload_id: int, now: datetime) -> bool:
    """Take in the next of them. True while there are more; a person is taken in with the end of their row."""
    with transaction.atomic():
        upload = (
            PeopleUpload.objects.select_for_update(of=("self",), skip_locked=True)
            .select_related("municipality")
            .filter(pk=upload_id, state=State.TAKING)
            .first()
        )
        if upload is None:
            return False
        rows = list(upload.rows.filter(problems=[]).order_by("number")[:BATCH])
        if rows:
            _import(upload, rows, now)
            return True
        is_over = not upload.rows.exists()
        upload.state = State.DONE if is_over else State.READY
        # What is to be corrected still can be for a day.
        upload.expires_at = now + UNFINISHED_FOR
        upload.save(update_fields=["state", "expires_at"])
        return False


def _import(upload: PeopleUpload, rows: list[PeopleUploadRow], now: datetime) -> None:
    people = [person_from_json({"language": upload.municipality.language} | row.person) for row in rows]
    result = services.import_newcomers(
        municipality=upload.municipality, rows=people, now=now, batch=upload.public_id
    )
    PeopleUploadRow.objects.filter(pk__in=[row.pk for row in rows]).delete()
    upload.made += result.created
    upload.forgotten += result.left_out
    upload.here += len(rows) - result.created - result.left_out
    upload.done += len(rows)
    upload.save(update_fields=["made", "here", "forgotten", "done"])
    logger.info("people_taken_in", upload=upload.pk, made=result.created)


@transaction.atomic
def undo(*, upload: PeopleUpload, now: datetime) -> tuple[int, int]:
    """Delete again whom the list has added; returns how many went, and how many stay because something was
    sent to them, or noted."""
    own = PeopleUpload.objects.select_for_update().get(pk=upload.pk)
    gone = services.undo_import(municipality=upload.municipality, batch=own.public_id, now=now)
    stay = max(own.made - gone, 0)
    own.rows.all().delete()
    own.made, own.state = stay, State.UNDONE
    own.save(update_fields=["made", "state"])
    return gone, stay
