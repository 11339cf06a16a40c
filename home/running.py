"""How the site is running, for whoever runs it: each part in plain words, and what to do about it.

What may be away is asked with an end to the waiting, and the page comes without it.
"""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from celery import current_app
from django.conf import settings
from django.core.cache import cache
from django.db import connection
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _
from kombu.exceptions import KombuError
from redis.exceptions import RedisError

from core.breaker import ask, breaker_of
from core.formats import in_a_row, moment, number
from core.isolation import filled
from core.jobs import BACKUP, jobs
from core.mail.outbox.models import OutboxMessage
from core.mail.outbox.reasons import FOR_THE_OPERATOR, FOR_THE_OPERATOR_OF_SMS
from core.mail.outbox.services import Pile, state_of_outbox
from core.models import JobRun
from core.sms.messages import is_offered
from core.sms.models import SentText

PING_SECONDS = 0.5
LONG_WAIT = timedelta(minutes=5)
LEAST_FREE = 500_000_000
BACKUP_IS_OLD = timedelta(days=2)


class State(StrEnum):
    """As the design system calls its colours."""

    GOOD = "success"
    LOOK = "warning"
    BAD = "danger"


@dataclass(frozen=True)
class Part:
    """One part of the site: how it is, in a sentence, and what to do where something is to be done."""

    name: str
    state: State
    said: str
    remedy: str = ""

    @property
    def word(self) -> str:
        return {State.GOOD: _("In order"), State.LOOK: _("Look at it"), State.BAD: _("Away")}[self.state]


def parts(*, now: datetime) -> list[Part]:
    """Every part, in the order in which they need each other. `now` is UTC."""
    piles = state_of_outbox(now)
    redis = _redis()
    return [
        _database(),
        redis,
        _workers(redis),
        _waiting(piles, now),
        *_held_up(piles),
        _sms(piles, now),
        _ended_badly(piles),
        _jobs(),
        _disk(),
        _backup(now),
    ]


def _database() -> Part:
    connection.ensure_connection()
    version = connection.connection.info.server_version // 10_000
    return Part(_("Database"), State.GOOD, filled(_("PostgreSQL %(version)s answers."), version=version))


def _redis() -> Part:
    cache.set("running", "ok", 10)
    if cache.get("running") == "ok":
        return Part("Redis", State.GOOD, _("It answers."))
    remedy = _("Start it again. Meanwhile pages, sign-ups and log-ins work, and e-mail is a little late.")
    return Part("Redis", State.BAD, _("It does not answer."), remedy)


def _workers(redis: Part) -> Part:
    name = _("Workers")
    if redis.state != State.GOOD:
        return Part(name, State.LOOK, _("Nobody knows: they are asked through Redis."))
    answers = ask(
        breaker_of("workers_not_asked", settings.REDIS_URL),
        lambda: current_app.control.ping(timeout=PING_SECONDS),
        errors=(KombuError, RedisError, OSError),
        otherwise=[],
    )
    if answers:
        return Part(name, State.GOOD, filled(_("They answer: %(number)s."), number=number(len(answers))))
    remedy = _("Start one. Until then no e-mail leaves; what waits is not lost.")
    return Part(name, State.BAD, _("None answers."), remedy)


def _waiting(piles: list[Pile], now: datetime) -> Part:
    name = _("E-mails that wait")
    waiting = [pile for pile in piles if pile.state == OutboxMessage.State.QUEUED and not _is_sms(pile)]
    if not waiting:
        return Part(name, State.GOOD, _("None that is due."))
    oldest = min(pile.oldest_due for pile in waiting)
    values = {"number": number(sum(pile.number for pile in waiting)), "moment": moment(oldest)}
    said = filled(_("%(number)s, the oldest since %(moment)s."), **values)
    if now - oldest < LONG_WAIT:
        return Part(name, State.GOOD, said)
    why = " ".join(sorted({pile.words for pile in waiting if pile.words}))
    remedy = _("Look whether a worker runs and the mail server answers. What waits leaves by itself then.")
    return Part(name, State.LOOK, f"{said} {why}".strip(), remedy)


def _held_up(piles: list[Pile]) -> Iterator[Part]:
    """The mail server takes nothing from us: only a person can mend that."""
    for reason in FOR_THE_OPERATOR:
        if any(pile.reason == reason and pile.state == OutboxMessage.State.QUEUED for pile in piles):
            remedy = _("Check EMAIL_URL and DEFAULT_FROM_EMAIL. What waits leaves by itself then.")
            yield Part(_("Mail server"), State.BAD, str(reason.label), remedy)


def _sms(piles: list[Pile], now: datetime) -> Part:
    """The SMS service: whether there is one, when it last took a message, and what it does not take."""
    name = _("SMS service")
    if not is_offered():
        return Part(
            name, State.GOOD, _("There is none. Everything goes by e-mail, and no page speaks of SMS.")
        )
    last = SentText.objects.exclude(state=SentText.State.SENDING).order_by("-created_at").first()
    said = (
        filled(_("It last took a message on %(moment)s."), moment=moment(last.created_at))
        if last
        else _("It has taken no message yet.")
    )
    waiting = [pile for pile in piles if pile.state == OutboxMessage.State.QUEUED and _is_sms(pile)]
    if not waiting:
        return Part(name, State.GOOD, said)
    values = {"number": number(sum(pile.number for pile in waiting)), "said": said}
    said = filled(_("%(said)s SMS that wait: %(number)s."), **values)
    for reason in FOR_THE_OPERATOR_OF_SMS:
        if any(pile.reason == reason for pile in waiting):
            remedy = _("Check SMS_URL and your account at the provider. What waits leaves by itself then.")
            return Part(name, State.BAD, f"{said} {reason.label}", remedy)
    if now - min(pile.oldest_due for pile in waiting) < LONG_WAIT:
        return Part(name, State.GOOD, said)
    why = " ".join(sorted({pile.words for pile in waiting if pile.words}))
    remedy = _("Look whether a worker runs and the SMS service answers. What waits leaves by itself then.")
    return Part(name, State.LOOK, f"{said} {why}".strip(), remedy)


def _is_sms(pile: Pile) -> bool:
    return pile.reason.startswith("sms_")


def _ended_badly(piles: list[Pile]) -> Part:
    states = OutboxMessage.State
    count = {state: sum(pile.number for pile in piles if pile.state == state) for state in states}
    values = {"failed": number(count[states.FAILED]), "unconfirmed": number(count[states.UNCONFIRMED])}
    said = filled(
        _("In the last two weeks: could not be sent %(failed)s, perhaps sent %(unconfirmed)s."), **values
    )
    if not (count[states.FAILED] or count[states.UNCONFIRMED]):
        return Part(_("E-mails that ended badly"), State.GOOD, said)
    remedy = _("The table below says why. Hosts see theirs on their own pages, and can try again there.")
    return Part(_("E-mails that ended badly"), State.LOOK, said, remedy)


def _jobs() -> Part:
    found = list(jobs())
    name = _("Scheduled jobs")
    wrong = [job.name for job in found if job.is_late or not job.succeeded]
    if not wrong:
        return Part(name, State.GOOD, _("None is late, and none has failed."))
    remedy = _("Look whether beat and a worker run, and what the log says of these jobs.")
    return Part(name, State.LOOK, filled(_("Late or failed: %(jobs)s."), jobs=in_a_row(*wrong)), remedy)


def _disk() -> Part:
    name = _("Disk of the pictures")
    disk = shutil.disk_usage(settings.MEDIA_ROOT if settings.MEDIA_ROOT.is_dir() else settings.ROOT)
    values = {"free": filesizeformat(disk.free), "total": filesizeformat(disk.total)}
    said = filled(_("Free: %(free)s of %(total)s."), **values)
    if disk.free >= LEAST_FREE:
        return Part(name, State.GOOD, said)
    return Part(name, State.BAD, said, _("Free some space: on a full disk nothing can be saved."))


def _backup(now: datetime) -> Part:
    last = JobRun.objects.filter(name=BACKUP).first()
    remedy = _("Have manage.py backup run every night; the README says how.")
    if last is None:
        return Part(_("Backup"), State.LOOK, _("None has been taken."), remedy)
    said = filled(_("The last one is of %(moment)s."), moment=moment(last.ended_at))
    old = now - last.ended_at > BACKUP_IS_OLD
    return Part(_("Backup"), State.LOOK if old else State.GOOD, said, remedy if old else "")
