"""Lists of people, from the file to everybody who is in it: brought, read, corrected, taken in, undone.

A list is read and taken in by whoever holds its row: a short one in the request that brings it, a long one in
a task, which also opens a large file (`newcomers.arriving`). Killed on the way, the next round begins the
reading anew, and goes on with the taking in, five hundred people in each transaction.
"""

from collections.abc import Iterator
from dataclasses import asdict
from datetime import date, datetime, timedelta
from functools import partial
from itertools import islice
from typing import Any
from uuid import UUID

import structlog
from django.core.cache import cache
from django.db import transaction
from django.utils.translation import override

from core.clock import NORWAY
from core.commits import after_commit
from core.mail.outbox.sealing import seal, unseal
from core.models import User
from core.nudging import nudge
from core.spreadsheets.kinds import UnreadableFile
from newcomers import arriving, services
from newcomers.models import ForgottenAddress, KnownColumn, PeopleUpload, PeopleUploadRow
from newcomers.overview import Asked, about_of
from newcomers.person import Person, known_as
from newcomers.reading.headings import FIELDS
from newcomers.reading.kept import Kept
from newcomers.reading.lists import MOST_LINES, find_list, read_people
from newcomers.reading.people import ReadRow
from organisations.models import Municipality

logger = structlog.get_logger(__name__)

UNFINISHED_FOR = timedelta(days=1)
# So many are read, and taken in, while somebody waits.
AT_ONCE = 500
BATCH = 500
READ_LISTS = "newcomers.read_lists"
State = PeopleUpload.State


def bring(*, municipality: Municipality, user: User, data: bytes, name: str, now: datetime) -> PeopleUpload:
    """Keep what may be kept of the file `data`, and read it, or have it read.

    Raises `UnreadableFile`; of a large file the page says later that it cannot be read.
    """
    upload = PeopleUpload(
        municipality=municipality,
        user=user,
        name=name[:150],
        created_at=now,
        expires_at=now + UNFINISHED_FOR,
    )
    if not (arriving.is_long(data) and arriving.leave(upload.public_id, data)):
        _keep(upload, data)
    upload.save()
    _go_on(upload, now)
    return upload


def _keep(upload: PeopleUpload, data: bytes) -> None:
    """Of the file `data` what may be kept, if there is a list in it. Raises `UnreadableFile`."""
    kept = Kept.of(data, most=MOST_LINES, told=partial(_tell, upload.public_id))
    find_list(kept, known=known_columns(upload.municipality))
    upload.sealed, upload.lines = seal(kept.as_json()), kept.count


def kept_of(upload: PeopleUpload) -> Kept:
    """What was kept of the file."""
    return Kept.from_json(unseal(upload.sealed))


def known_columns(municipality: Municipality) -> dict[str, str]:
    """What headings are about in this municipality's lists, because somebody has said so."""
    return dict(KnownColumn.objects.filter(municipality=municipality).values_list("heading", "about"))


def _go_on(upload: PeopleUpload, now: datetime) -> None:
    """A short list now; a long one by a worker, at the latest with beat's next round."""
    if 0 < upload.lines <= AT_ONCE:
        go_on(upload_id=upload.pk, now=now)
    else:
        after_commit(nudge, READ_LISTS)


def go_on(*, upload_id: int, now: datetime) -> None:
    """Do what the list waits for. Whoever comes second leaves it to the first."""
    for step in (_open, _read):
        with transaction.atomic():
            upload = _claimed(upload_id, State.READING)
            if upload is not None:
                step(upload, now)
    for some in (_take_some, _take_out_some):
        while some(upload_id, now):
            pass


def _claimed(upload_id: int, state: PeopleUpload.State) -> PeopleUpload | None:
    rows = PeopleUpload.objects.select_for_update(of=("self",), skip_locked=True)
    return rows.select_related("municipality").filter(pk=upload_id, state=state).first()


def waiting(*, now: datetime) -> list[int]:
    """The lists that wait for a worker."""
    return list(PeopleUpload.objects.waiting().filter(expires_at__gt=now).values_list("pk", flat=True))


# Reading


def _open(upload: PeopleUpload, now: datetime) -> None:
    """Keep what may be kept of a file that was left for a worker."""
    if upload.lines:
        return
    try:
        _keep(upload, arriving.fetched(upload.public_id))
    except UnreadableFile as error:
        _refuse(upload, error)
    else:
        upload.save(update_fields=["sealed", "lines"])
    after_commit(arriving.forget, upload.public_id)


def _read(upload: PeopleUpload, now: datetime) -> None:
    """Understand every row anew. Runs while the row is locked: another way in waits, or passes by."""
    upload.rows.all().delete()
    try:
        with transaction.atomic(), override(upload.municipality.language):
            _understand(upload, now)
    except UnreadableFile as error:
        _refuse(upload, error)


def _refuse(upload: PeopleUpload, why: UnreadableFile) -> None:
    upload.about, upload.state = {"refused": [why.message, why.values]}, State.READY
    upload.save(update_fields=["about", "state"])


def _understand(upload: PeopleUpload, now: datetime) -> None:
    chosen, kept = upload.chosen, kept_of(upload)
    read = read_people(
        kept,
        writes=upload.municipality.language,
        today=now.astimezone(NORWAY).date(),
        encoding=chosen.get("encoding"),
        sheet=chosen.get("sheet"),
        known=known_columns(upload.municipality) | chosen.get("columns", {}),
        told=partial(_tell, upload.public_id),
    )
    upload.repeated = upload.here = upload.forgotten = 0
    asked = Asked()
    rows = asked.through(read.rows)
    while some := list(islice(rows, BATCH)):
        upload.repeated += sum(row.same_as is not None for row in some)
        fresh = [row for row in some if row.same_as is None]
        PeopleUploadRow.objects.bulk_create(_to_keep(upload, fresh))
    upload.about = about_of(kept, read, asked)
    upload.state, upload.done = State.READY, 0
    upload.save(update_fields=["about", "repeated", "here", "forgotten", "state", "done"])


def press_on(*, upload: PeopleUpload, now: datetime) -> None:
    """Somebody does not want to wait for the next round: a worker is told, or where there is none it is done
    at once."""
    if not nudge(READ_LISTS):
        go_on(upload_id=upload.pk, now=now)


def _tell(public_id: UUID, count: int) -> None:
    """How far the reading is, for who looks on: beside the transaction that reads, so by the cache."""
    cache.set(f"people-upload-{public_id}", count, 600)


def progress_of(upload: PeopleUpload) -> int:
    """How many rows have been read, or taken in, by now."""
    if upload.state == State.READING:
        done = int(cache.get(f"people-upload-{upload.public_id}", 0))
        return min(done, upload.lines) if upload.lines else done
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
        upload = _claimed(upload_id, State.TAKING)
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


def undo(*, upload: PeopleUpload, now: datetime) -> None:
    """Delete again whom the list has added, and nobody whom anything was sent to or noted of: of a short list
    now, of a long one by a worker. `done` is how many went then, `made` how many stay."""
    with transaction.atomic():
        own = PeopleUpload.objects.select_for_update().get(pk=upload.pk)
        own.rows.all().delete()
        own.state, own.done, own.about = State.UNDONE, 0, own.about | {"undoing": True}
        own.save(update_fields=["state", "done", "about"])
    _go_on(own, now)


def _take_out_some(upload_id: int, now: datetime) -> bool:
    """Take out the next of them. True while there are more."""
    with transaction.atomic():
        upload = _claimed(upload_id, State.UNDONE)
        if upload is None or not upload.is_being_undone:
            return False
        place, batch = upload.municipality, upload.public_id
        gone = services.undo_import(municipality=place, batch=batch, most=BATCH, now=now)
        upload.made, upload.done = max(upload.made - gone, 0), upload.done + gone
        upload.about = upload.about | {"undoing": gone == BATCH}
        upload.save(update_fields=["made", "done", "about"])
        return gone == BATCH
