"""Asking for a typeset file, making it, and forgetting it."""

import hashlib
import json
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cache, cached_property, partial
from pathlib import Path
from typing import Any

import structlog
from django.conf import settings
from django.core.files.base import ContentFile
from django.db.models import Q
from kombu.exceptions import KombuError
from redis.exceptions import RedisError

from core.bounded import TooMuchWork, Unreadable, run_bounded
from core.breaker import ask as ask_server
from core.breaker import breaker_of
from core.commits import after_commit
from core.typesetting.engine import Order
from core.typesetting.models import MadeFile

logger = structlog.get_logger(__name__)

ENGINE = "core.typesetting.engine:typeset"
# A poster takes a fifth of a second and 100 MB. The limit is on addresses, which are more.
SECONDS, MEGABYTES = 10, 1_500
# What no worker has taken by then is handed over again, by whoever looks; what one took and did not finish,
# may be taken again.
HAND_OVER_AGAIN = timedelta(seconds=60)
TAKE_AGAIN = timedelta(minutes=2)
TRY_AGAIN = timedelta(minutes=10)
# Of one that nobody wants any longer.
KEPT = timedelta(days=30)
A_FEW = 4
USED_IS_NOTED_EVERY = timedelta(days=1)


@dataclass(frozen=True)
class Recipe:
    """What a file is made of: a template of `templates/print/`, and its values, which are plain JSON."""

    template: str
    format: str
    values: dict[str, Any] = field(hash=False)

    @cached_property
    def digest(self) -> str:
        parts = [self.template, self.format, self.values, templates_digest()]
        return hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()


@cache
def templates_digest() -> str:
    """Of all templates: one that is changed makes other files."""
    digest = hashlib.sha256()
    for path in sorted(Path(settings.PRINT_TEMPLATES).rglob("*.typ")):
        digest.update(path.read_bytes())
    return digest.hexdigest()


def ask(*, recipe: Recipe, now: datetime) -> MadeFile:
    """The file that `recipe` gives, or the row of one that is being made. However many ask, one makes it."""
    times = {"asked_at": now, "handed_over_at": now, "used_at": now}
    wanted = {"template": recipe.template, "format": recipe.format, "values": recipe.values}
    made, is_new = MadeFile.objects.get_or_create(digest=recipe.digest, defaults=wanted | times)
    if is_new:
        _hand_over_on_commit(made)
    elif made.is_made:
        _note_use(made, now=now)
    else:
        _ask_again(made, recipe, now=now)
    return made


def find(*, recipe: Recipe) -> MadeFile | None:
    """The row of what `recipe` gives, if somebody has asked for it. Asks for nothing."""
    return MadeFile.objects.filter(digest=recipe.digest).first()


def is_quiet() -> bool:
    """Whether so few files wait to be made that one more is made in a moment."""
    waiting = MadeFile.objects.filter(state=MadeFile.State.WAITING)
    return waiting[: A_FEW + 1].count() <= A_FEW


def content_of(made: MadeFile) -> bytes | None:
    """The file's bytes. None where it is gone from the storage: who asks for it next has it made again."""
    try:
        with made.file.open("rb") as file:
            content: bytes = file.read()
            return content
    except (OSError, ValueError):
        logger.warning("made_file_is_gone", template=made.template)
        MadeFile.objects.filter(pk=made.pk).delete()
        return None


def make(*, pk: int, now: datetime) -> bool:
    """Make the file of row `pk`, unless another does. True where it was made here."""
    free = Q(taken_at__isnull=True) | Q(taken_at__lt=now - TAKE_AGAIN)
    waiting = MadeFile.objects.filter(free, pk=pk, state=MadeFile.State.WAITING)
    if not waiting.update(taken_at=now):
        return False
    made = MadeFile.objects.get(pk=pk)
    try:
        content = typeset(made)
    except (TooMuchWork, Unreadable) as error:
        logger.error("made_file_failed", template=made.template, made_file=pk, error=repr(error))
        MadeFile.objects.filter(pk=pk).update(state=MadeFile.State.FAILED, asked_at=now)
        return False
    made.file.save(f"{made.digest}.{made.format}", ContentFile(content), save=False)
    made.state, made.values = MadeFile.State.MADE, {}
    made.save(update_fields=["file", "state", "values"])
    return True


def typeset(made: MadeFile | Recipe, *, seconds: int = SECONDS) -> bytes:
    """The bytes; `seconds` is processor time. Raises `TooMuchWork` or `Unreadable`."""
    order = Order(
        root=str(settings.PRINT_TEMPLATES),
        template=made.template,
        fonts=str(settings.TYPEFACES),
        format=made.format,
        values=made.values,
    )
    return run_bounded(ENGINE, json.dumps(order).encode(), seconds=seconds, megabytes=MEGABYTES)


def forget_unused(*, now: datetime) -> int:
    """Once a day: remove what nobody has wanted for a while. Returns how many."""
    rows = list(MadeFile.objects.filter(used_at__lt=now - KEPT))
    for row in rows:
        if row.file:
            row.file.delete(save=False)
        row.delete()
    return len(rows)


def _note_use(made: MadeFile, *, now: datetime) -> None:
    if now - made.used_at > USED_IS_NOTED_EVERY:
        MadeFile.objects.filter(pk=made.pk).update(used_at=now)


def _ask_again(made: MadeFile, recipe: Recipe, *, now: datetime) -> None:
    """Hand it over again where that may have been in vain: one of those who look does it."""
    rows = MadeFile.objects.filter(pk=made.pk)
    fresh: dict[str, Any] = {"handed_over_at": now, "used_at": now}
    if made.has_failed:
        rows = rows.filter(state=MadeFile.State.FAILED, asked_at__lt=now - TRY_AGAIN)
        fresh |= {"state": MadeFile.State.WAITING, "values": recipe.values, "asked_at": now, "taken_at": None}
    else:
        rows = rows.filter(state=MadeFile.State.WAITING, handed_over_at__lt=now - HAND_OVER_AGAIN)
    if rows.update(**fresh):
        made.refresh_from_db()
        _hand_over_on_commit(made)


def _hand_over_on_commit(made: MadeFile) -> None:
    after_commit(_hand_over, made.pk)


def _hand_over(pk: int) -> None:
    """Tell a worker. Where none can be told, whoever looks later does."""
    from core.typesetting.tasks import make_file

    send = partial(
        make_file.apply_async, kwargs={"pk": pk}, retry=False, expires=HAND_OVER_AGAIN.total_seconds()
    )
    breaker = breaker_of("made_file_not_handed_over", settings.CELERY_BROKER_URL)
    ask_server(breaker, send, errors=(KombuError, RedisError, OSError), otherwise=None)
