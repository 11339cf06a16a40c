"""What happens to questions whether a date is on: each rule stands here once.

`asking` finds what is to be asked about, `silence` what nobody answers for, `incoming` reads text messages.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from django.db import models, transaction
from django.db.models import ExpressionWrapper, OuterRef, Subquery

from core.mail.outbox import services as outbox
from core.mail.outbox.models import OutboxMessage
from core.mail.outbox.reasons import NOT_THEIR_SILENCE
from core.privacy import erasures
from core.sms.messages import is_offered
from events.confirming.choices import Answer, Outcome, Why
from events.confirming.kinds import INTRO, QUESTION, about_batch, recipient_of
from events.confirming.models import CODES, KEPT_FOR, Question, new_token
from events.confirming.silence import alive
from events.dates.recording import lock_event
from events.dates.services import bring_back_date, cancel_date
from events.door.services import answered_count, record_answered
from events.models import Occurrence, Responsible, ResponsibleQuerySet

# Whoever says that more came has mistyped: the yes counts, and the number does not.
MOST_CAME = 300
# A message that has ended so has reached nobody.
NOT_SENT = (OutboxMessage.State.FAILED, OutboxMessage.State.SKIPPED)
# "How many came last" is about a date that people remember.
REMEMBERED = timedelta(days=60)


@dataclass(frozen=True)
class Ask:
    """One message to be: to `responsible`, about `occurrences`, the first of them first."""

    responsible: Responsible
    occurrences: Sequence[Occurrence]
    why: Why


@transaction.atomic
def ask(*, occurrence: Occurrence, why: Why, now: datetime) -> Question | None:
    """Ask the first volunteer who was not asked yet about this date; None when there is nobody left.

    The message leaves at once. `now` is UTC.
    """
    lock_event(occurrence.event_id)
    asked = Question.objects.current().filter(occurrence=occurrence).select_related("responsible")
    reached = {address for each in asked for address in addresses_of(each.responsible)}
    for responsible in reachable().filter(event=occurrence.event_id):
        if not reached & addresses_of(responsible):
            found = ask_many(asks=[Ask(responsible, [occurrence], why)], now=now)
            return found[0] if found else None
    return None


def reachable() -> ResponsibleQuerySet:
    """Volunteers who may be asked, and can be: without an SMS provider not those with a number alone."""
    people = Responsible.objects.to_ask()
    return people if is_offered() else people.exclude(email="")


def channel_of(responsible: Responsible) -> str:
    """How they are asked: as they like, as far as the site can."""
    return responsible.channel if is_offered() or not responsible.email else Responsible.Channel.EMAIL


def addresses_of(responsible: Responsible) -> set[str]:
    """One person may stand on the list twice, and a number may be several people's: it is asked once."""
    return {responsible.email.lower(), responsible.phone} - {""}


@transaction.atomic
def ask_many(*, asks: Iterable[Ask], now: datetime) -> list[Question]:
    """Ask all of these, one message each: a few statements, however many. What was asked before is left out.

    Returns the questions that are new. `now` is UTC.
    """
    wanted = list(asks)
    codes = _Codes({each.responsible.phone for each in wanted}, now=now)
    rows = [row for each in wanted for row in _rows(each, codes.next(each.responsible.phone), now)]
    # Two who ask at the same moment ask once.
    Question.objects.bulk_create(rows, batch_size=outbox.ROWS_PER_STATEMENT, ignore_conflicts=True)
    made = list(Question.objects.filter(batch__in={row.batch for row in rows}).order_by("starts_at", "pk"))
    _note_asked(made, now)
    _introduce(made, now)
    outbox.queue_many(kind=QUESTION, messages=_messages(made), now=now)
    return made


def _rows(ask: Ask, code: str, now: datetime) -> list[Question]:
    batch, token = uuid4(), new_token()
    return [
        Question(
            batch=batch,
            token=token,
            code=code,
            occurrence=date,
            responsible=ask.responsible,
            channel=channel_of(ask.responsible),
            why=ask.why,
            starts_at=date.starts_at,
            warned=date.warning.colour if date.warning else "",
            asked_at=now,
            expires_at=date.ends_at + KEPT_FOR,
        )
        for date in ask.occurrences
    ]


def _note_asked(questions: Collection[Question], now: datetime) -> None:
    """The date says since when it is asked about, and who answers for it until somebody has."""
    new = Occurrence.objects.filter(pk__in={each.occurrence_id for each in questions}, confirmed_at=None)
    who = {each.occurrence_id: each.responsible_id for each in questions}
    dates = list(new.select_for_update(of=("self",)).order_by("pk").only("pk", "asked_at", "responsible"))
    for date in dates:
        date.asked_at = date.asked_at or now
        date.responsible_id = who[date.pk]
    Occurrence.objects.bulk_update(dates, ["asked_at", "responsible"], batch_size=outbox.ROWS_PER_STATEMENT)


def _messages(questions: Iterable[Question]) -> list[outbox.Outgoing]:
    first: dict[object, Question] = {}
    last: dict[object, Question] = {}
    for each in questions:
        first.setdefault(each.batch, each)
        last[each.batch] = each
    return [
        # Once the last of its dates has begun nobody need be asked.
        outbox.Outgoing(
            about_batch(batch), recipient_of(each.responsible_id), wanted_until=last[batch].starts_at
        )
        for batch, each in first.items()
    ]


def _introduce(questions: Iterable[Question], now: datetime) -> None:
    """Whoever is asked by SMS for the first time is told who has named them; a letter says it itself."""
    people = {each.responsible_id for each in questions if each.channel == Responsible.Channel.SMS}
    new = people - _were_asked(people, before=now) if people else people
    occasion = now.isoformat()
    messages = [outbox.Outgoing(recipient_of(pk), recipient_of(pk), occasion) for pk in sorted(new)]
    outbox.queue_many(kind=INTRO, messages=messages, now=now)


def _were_asked(people: Collection[int], *, before: datetime) -> set[int]:
    """Who of `people` was asked before: what the site could not send has asked nobody."""
    earlier = Question.objects.filter(responsible__in=people, asked_at__lt=before)
    by_message = set(earlier.order_by().values_list("responsible", "batch"))
    messages = OutboxMessage.objects.filter(
        kind=QUESTION, about__in=[about_batch(batch) for _pk, batch in by_message]
    )
    lost = messages.filter(state__in=NOT_SENT, reason__in=NOT_THEIR_SILENCE).values_list("about", flat=True)
    unsent = set(lost) if by_message else set()
    return {pk for pk, batch in by_message if about_batch(batch) not in unsent}


def nobody_was_asked(*, batch: UUID) -> None:
    """The site could not send what asks about these dates: that is nobody's silence.

    A date that another message has asked about, or is about to, stays as it is. A substitute is still asked.
    """
    lost = set(Question.objects.filter(batch=batch).values_list("occurrence", flat=True))
    others = Question.objects.current().filter(occurrence__in=lost).exclude(batch=batch)
    by_message = [(about_batch(other), date) for date, other in others.values_list("occurrence", "batch")]
    messages = OutboxMessage.objects.filter(kind=QUESTION, about__in=[about for about, _date in by_message])
    there = set(messages.exclude(state__in=NOT_SENT).values_list("about", flat=True))
    asked = {date for about, date in by_message if about in there}
    Occurrence.objects.filter(pk__in=lost - asked, confirmed_at=None).update(asked_at=None)


class _Codes:
    """A code for each message that none of the number's other open questions has."""

    def __init__(self, phones: Collection[str], *, now: datetime) -> None:
        self._taken: dict[str, set[str]] = defaultdict(set)
        theirs = Question.objects.filter(responsible__phone__in=[each for each in phones if each])
        kept = theirs.filter(occurrence__ends_at__gt=now).values_list("responsible__phone", "code")
        for phone, code in kept.distinct():
            self._taken[phone].add(code)

    def next(self, phone: str) -> str:
        taken = self._taken[phone]
        code = next((each for each in CODES if each not in taken), CODES[0])
        if phone:
            taken.add(code)
        return code


@dataclass(frozen=True)
class Answered:
    """What became of an answer. `outcome` is of the first date; `count` is the number that was kept."""

    outcome: Outcome
    count: int | None = None


@transaction.atomic
def answer(
    *,
    question: Question,
    answer: Answer,
    now: datetime,
    came_last: int | None = None,
    reason: str = "",
    off: Collection[int] = (),
) -> Answered:
    """Write down what a volunteer says of the date, or dates, that one message asked about. May be repeated.

    YES confirms; it brings back what an answer had cancelled. NO cancels, with `reason` in the volunteer's
    own words. Of several dates YES is about all but those whose ids are in `off`, and NO about all; a NO to
    the question of a whole term is about its first date alone. `came_last` is how many came to the date
    before. Any answer says that the activity is alive, also one that is too late for its date. `now` is UTC.
    """
    first = Question.objects.select_related("occurrence").get(pk=question.pk)
    lock_event(first.occurrence.event_id)
    rows = Question.objects.filter(batch=first.batch).select_related("occurrence", "responsible")
    asked = list(rows.select_for_update(of=("self",)).order_by("starts_at", "pk"))
    alive(series_ids={each.occurrence.series_id for each in asked}, now=now)
    standing = [each for each in asked if hindrance(each, now) is None]
    if not standing:
        return Answered(hindrance(asked[0], now) or Outcome.OVER)
    count = keep_count(question=standing[0], came_last=came_last, now=now)
    if answer == Answer.NO and first.why == Why.TERM:
        standing = standing[:1]
    for each in standing:
        is_off = answer == Answer.NO or each.occurrence_id in off
        _answer_one(each, Answer.NO if is_off else Answer.YES, count=count, reason=reason, now=now)
    restate([each.occurrence_id for each in standing], now=now)
    head = standing[0]
    return Answered(Outcome.CANCELLED if head.is_no else Outcome.CONFIRMED, count)


def hindrance(question: Question, now: datetime) -> Outcome | None:
    """Why an answer to `question` does nothing to its date; None when it does."""
    date = question.occurrence
    if date.ends_at <= now:
        return Outcome.OVER
    if not date.is_public:
        return Outcome.TAKEN_DOWN
    if not date.takes_place and not is_cancelled_by_answer(date):
        return Outcome.CANCELLED_BY_OTHERS
    return Outcome.MOVED if date.starts_at != question.starts_at else None


def is_cancelled_by_answer(date: Occurrence) -> bool:
    """Whether a volunteer's answer has cancelled it: then one can bring it back."""
    return date.is_cancelled and Question.objects.filter(occurrence=date).that_cancelled().exists()


def _answer_one(question: Question, answer: Answer, *, count: int | None, reason: str, now: datetime) -> None:
    date = question.occurrence
    if answer == Answer.NO:
        cancel_date(occurrence=date, user=None, reason=reason, now=now)
    elif date.is_cancelled:
        bring_back_date(occurrence=date, user=None, now=now)
    question.answer, question.answered_at = answer, now
    if count is not None:
        question.came_last = count
    question.save(update_fields=["answer", "answered_at", "came_last"])


def keep_count(*, question: Question, came_last: int | None, now: datetime) -> int | None:
    """`came_last` becomes the head count of the last date that took place. Returns what is known of that.

    What was counted at the door stands. A number that cannot be true is left out.
    """
    before = last_held(question.occurrence, now=now)
    if before is None:
        return came_last if is_plausible(came_last) else None
    if came_last is not None and is_plausible(came_last):
        record_answered(occurrence=before, number=came_last, now=now)
    return answered_count(before)


@transaction.atomic
def say_count(*, question: Question, came_last: int, now: datetime) -> int | None:
    """How many came last time, without a word about the next date. Returns what is known of that now.

    What the date says changes only where they had said yes: an organiser's yes stands.
    """
    kept = keep_count(question=question, came_last=came_last, now=now)
    Question.objects.filter(batch=question.batch).update(came_last=kept)
    if question.is_yes:
        restate([question.occurrence_id], now=now)
    return kept


def is_plausible(number: int | None) -> bool:
    return number is not None and 0 <= number <= MOST_CAME


def last_held(occurrence: Occurrence, *, now: datetime) -> Occurrence | None:
    """The last date of the activity that took place, if people still remember it."""
    held = Occurrence.objects.scheduled().filter(
        event=occurrence.event_id, was_public=True, ends_at__lte=now, starts_at__gt=now - REMEMBERED
    )
    return held.order_by("-starts_at", "-pk").first()


@transaction.atomic
def restate(occurrence_ids: Collection[int], *, now: datetime) -> None:
    """Write on dates what their questions say, as far as they are about the time that each has now.

    The last answer is true. What the organiser has brought back after a NO is neither asked nor confirmed.
    """
    told: dict[int, list[Question]] = {pk: [] for pk in occurrence_ids}
    about = Question.objects.current().filter(occurrence__in=list(told)).order_by("asked_at", "pk")
    for question in about:
        told[question.occurrence_id].append(question)
    rows = Occurrence.objects.filter(pk__in=list(told), ends_at__gt=now)
    dates = list(rows.select_for_update(of=("self",)).order_by("pk"))
    for date in dates:
        _state(date, told[date.pk])
    Occurrence.objects.bulk_update(dates, ["asked_at", "confirmed_at", "responsible", "came_last"])


def _state(date: Occurrence, questions: Sequence[Question]) -> None:
    date.asked_at = date.confirmed_at = date.came_last = date.responsible = None
    if not questions:
        return
    answers = [each for each in questions if each.answered_at]
    if not answers:
        date.asked_at, date.responsible_id = questions[0].asked_at, questions[-1].responsible_id
        return
    last = max(answers, key=lambda each: (each.answered_at, each.pk))
    date.responsible_id = last.responsible_id
    if last.is_yes:
        date.asked_at, date.confirmed_at = questions[0].asked_at, last.answered_at
        date.came_last = last.came_last
    elif date.is_cancelled:
        date.asked_at = questions[0].asked_at


def move_ends(*, occurrence_ids: Collection[int]) -> None:
    """What was asked about a date is kept as long after its new end. One statement."""
    ends = Occurrence.objects.filter(pk=OuterRef("occurrence")).values("ends_at")
    rows = Question.objects.filter(occurrence__in=occurrence_ids)
    rows.update(expires_at=ExpressionWrapper(Subquery(ends) + KEPT_FOR, output_field=models.DateTimeField()))


@transaction.atomic
def forget_what_was_asked(*, responsible: Responsible, now: datetime) -> None:
    """Somebody else may stand in this row: what was asked, answered and sent was another's. `now` is UTC.

    What the dates say stands, in the organisation's name; what nobody has answered is asked anew.
    """
    outbox.forget(recipient=recipient_of(responsible.pk))
    questions = Question.objects.filter(responsible=responsible)
    asked = list(questions.values_list("occurrence", flat=True))
    questions.delete()
    Occurrence.objects.filter(responsible=responsible).update(responsible=None)
    unanswered = Occurrence.objects.filter(pk__in=asked, confirmed_at=None)
    restate(list(unanswered.values_list("pk", flat=True)), now=now)


@transaction.atomic
def stop_asking(*, responsible: Responsible, now: datetime) -> bool:
    """They want no more questions; the organiser sees it. Returns False when they had said so before."""
    rows = Responsible.objects.filter(pk=responsible.pk, stopped_at=None)
    if not rows.update(stopped_at=now):
        return False
    # Also when a backup is put back that does not know of it.
    erasures.remember("responsible-stopped", [responsible.public_id])
    outbox.withdraw(recipient=recipient_of(responsible.pk))
    return True


@transaction.atomic
def stop_texting(*, number: str, now: datetime) -> None:
    """STOP from `number` (E.164) is about SMS: who has an address is asked there, others nowhere."""
    people = Responsible.objects.to_ask().filter(phone=number, channel=Responsible.Channel.SMS)
    for each in people.filter(email=""):
        stop_asking(responsible=each, now=now)
    people.exclude(email="").update(channel=Responsible.Channel.EMAIL)
