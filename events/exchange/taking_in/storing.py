"""What somebody has brought is put where they look through it: its rows, never the file itself."""

import base64
import zlib
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from datetime import datetime
from typing import Any

from django.db import transaction

from core.models import User
from events.exchange.candidates import Candidate, Problem, ReadSource
from events.exchange.models import UNFINISHED_FOR, Source, Upload, UploadRow
from events.exchange.tables.reading import Table
from organisations.models import Organisation

LONGEST_NAME = 150


def known_file(*, organisation: Organisation, name: str) -> Source | None:
    """The source of a file of this name that was brought before."""
    files = Source.objects.filter(organisation=organisation, kind=Source.Kind.FILE, address="")
    return files.filter(name=name[:LONGEST_NAME]).first()


@transaction.atomic
def file_source(*, organisation: Organisation, name: str, user: User, now: datetime) -> Source:
    """The source of a file: one of the same name is the same again."""
    source, _made = Source.objects.get_or_create(
        organisation=organisation,
        kind=Source.Kind.FILE,
        name=name[:LONGEST_NAME],
        address="",
        defaults={"created_by": user, "created_at": now},
    )
    return source


@transaction.atomic
def source_at(
    *, organisation: Organisation, kind: str, address: str, name: str, user: User | None, now: datetime
) -> Source:
    """The one source at this address, whatever it calls itself by now; made where there is none."""
    Organisation.objects.select_for_update(no_key=True).get(pk=organisation.pk)
    there = Source.objects.filter(organisation=organisation, kind=kind, address=address)
    return there.order_by("pk").first() or Source.objects.create(
        organisation=organisation,
        kind=kind,
        address=address,
        name=(name or address)[:LONGEST_NAME],
        created_by=user,
        created_at=now,
    )


def page_source(*, organisation: Organisation, address: str, name: str, user: User, now: datetime) -> Source:
    """The source of a page that is read once, whatever it calls itself each time."""
    kind = Source.Kind.PAGE
    return source_at(organisation=organisation, kind=kind, address=address, name=name, user=user, now=now)


@transaction.atomic
def store_table(*, source: Source, table: Table, user: User, now: datetime) -> Upload:
    """The rows of a table, to be looked through by `user` alone."""
    upload = _upload(source, user, now, ignored=table.ignored)
    if table.year:
        upload.answers = {"year": table.year}
        upload.save(update_fields=["answers"])
    UploadRow.objects.bulk_create(
        UploadRow(upload=upload, number=row.number, cells=dict(row.cells), raw=dict(row.raw))
        for row in table.rows
    )
    return upload


@transaction.atomic
def store_candidates(*, source: Source, read: ReadSource, user: User, now: datetime) -> Upload:
    """The dates of a calendar or a page; those with one UID are one activity, and one row."""
    upload = _upload(source, user, now, ignored=read.ignored, problems=in_words(read.problems))
    if read.zones:
        upload.answers = {"zones": list(read.zones), "again": packed(read.again)}
    if not read.is_whole:
        upload.answers["half"] = True
    upload.save(update_fields=["answers"])
    UploadRow.objects.bulk_create(
        UploadRow(
            upload=upload,
            number=number,
            candidates=[as_json(candidate) for candidate in candidates],
            raw=dict(candidates[0].raw),
        )
        for number, candidates in enumerate(activities(read.candidates), start=1)
    )
    return upload


def activities(candidates: Iterable[Candidate]) -> list[list[Candidate]]:
    """Dates with one UID belong together, in order; what has none is by itself."""
    found: dict[object, list[Candidate]] = defaultdict(list)
    for number, candidate in enumerate(candidates):
        found[candidate.source_uid or number].append(candidate)
    return list(found.values())


def _upload(
    source: Source,
    user: User,
    now: datetime,
    *,
    ignored: Iterable[str],
    problems: Iterable[list[str]] = (),
) -> Upload:
    return Upload.objects.create(
        source=source,
        user=user,
        created_at=now,
        expires_at=now + UNFINISHED_FOR,
        ignored=[name[:60] for name in ignored][:60],
        problems=list(problems),
    )


def as_json(candidate: Candidate) -> dict[str, Any]:
    """A candidate without a plan, as a row keeps it."""
    kept = {name: value for name, value in asdict(candidate).items() if name != "plan"}
    for name in ("starts_at", "ends_at"):
        kept[name] = kept[name].isoformat() if kept[name] else None
    kept["guessed"] = sorted(candidate.guessed)
    kept["problems"] = in_words(candidate.problems)
    return kept


def in_words(problems: Iterable[Problem]) -> list[list[str]]:
    return [[problem.field, str(problem.reason)] for problem in problems]


def packed(text: str) -> str:
    return base64.b64encode(zlib.compress(text.encode())).decode()


def unpacked(text: str) -> bytes:
    return zlib.decompress(base64.b64decode(text))


def from_json(kept: Mapping[str, Any]) -> Candidate:
    values = dict(kept)
    for name in ("starts_at", "ends_at"):
        values[name] = datetime.fromisoformat(values[name]) if values[name] else None
    values["guessed"] = frozenset(values["guessed"])
    values["problems"] = tuple(Problem(*each) for each in values["problems"])
    return Candidate(**values)
