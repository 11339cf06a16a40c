"""Which dates somebody is asked about now, and who: what the task does every ten minutes.

Each rule is one condition in the database (`times` says when), so that of 100,000 activities only those are
read whose turn it is. A date is asked about for one reason at a time, the weightiest first; what comes
together in one activity is one message.
"""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Exists, F, OuterRef, Prefetch, Q

from core.clock import end_of_night
from core.mail.outbox import services as outbox
from events.confirming import times
from events.confirming.choices import Why
from events.confirming.kinds import about_batch
from events.confirming.models import Question
from events.confirming.services import Ask, addresses_of, ask_many, reachable
from events.confirming.times import Span
from events.models import Asking, Occurrence, Responsible
from events.models.warnings import WeatherWarning

# So many dates in one transaction, but for what belongs to one activity.
AT_ONCE = 500
RED, ORANGE = WeatherWarning.Colour.RED, WeatherWarning.Colour.ORANGE


@dataclass(frozen=True)
class Rule:
    """One reason to ask: the condition of the dates that it is about at a moment (UTC), and whom to ask."""

    why: Why
    about: Callable[[datetime], Q]
    # Whoever has not been asked about the date yet, in the place of who answers for it.
    next_one: bool = False


def ask_due(*, now: datetime) -> int:
    """Ask about everything whose turn it is. Returns how many messages. Idempotent; `now` is UTC."""
    if end_of_night(now):
        return 0
    return sum(_ask_all(rule, now) for rule in RULES)


def note_asked(*, now: datetime) -> int:
    """Note as asked whatever is due, and tell nobody: they may have been asked already. Returns how many."""
    with transaction.atomic():
        number = sum(_ask_all(rule, now) for rule in RULES if not rule.next_one)
        new = Question.objects.filter(asked_at=now).values_list("batch", flat=True)
        for batch in set(new):
            outbox.withdraw(about=about_batch(batch))
    return number


def _ask_all(rule: Rule, now: datetime) -> int:
    number, last = 0, 0
    found = _readable(now).filter(rule.about(now)).order_by("event_id", "pk")
    while True:
        dates = list(found.filter(event__gt=last)[:AT_ONCE])
        if len(dates) == AT_ONCE and dates[0].event_id != dates[-1].event_id:
            # The last activity may have more of them: it is read whole, next time.
            dates = [each for each in dates if each.event_id != dates[-1].event_id]
        if not dates:
            return number
        number += len({each.batch for each in ask_many(asks=_asks(dates, rule), now=now)})
        last = dates[-1].event_id


def _readable(now: datetime) -> Any:
    """Dates that can be asked about at all, with who can be asked and what was asked before."""
    just_made = Q(sequence=0, changed_at__gt=now - times.JUST_MADE, starts_at__lt=now + times.JUST_MADE)
    dates = Occurrence.objects.listed().scheduled().exclude(series__asking=Asking.NEVER).exclude(just_made)
    questions = Question.objects.select_related("responsible").order_by("asked_at", "pk")
    return (
        dates.filter(Exists(reachable().filter(event=OuterRef("event"))))
        .annotate(was_moved=_asked_at_another_time())
        .select_related("event", "warning")
        .prefetch_related(
            Prefetch("event__responsible", reachable(), to_attr="to_ask"),
            Prefetch("questions", questions, to_attr="asked"),
        )
    )


def _asks(dates: Iterable[Any], rule: Rule) -> list[Ask]:
    """One message for each activity and reason."""
    together: dict[tuple[int, Responsible, Why], list[Occurrence]] = {}
    for date in dates:
        current = [each for each in date.asked if each.starts_at == date.starts_at]
        who = _next_one(date.event.to_ask, current) if rule.next_one else _who_answers(date)
        why = Why(current[-1].why) if rule.next_one else Why.MOVED if date.was_moved else rule.why
        if who:
            together.setdefault((date.event_id, who, why), []).append(date)
    return [
        Ask(who, sorted(dates, key=lambda each: (each.starts_at, each.pk)), why)
        for (_event, who, why), dates in together.items()
    ]


def _who_answers(date: Any) -> Responsible:
    """Who has answered for the date, if that can be asked; else the first on the list."""
    people: list[Responsible] = date.event.to_ask
    said = date.responsible_id if date.confirmed_at else None
    return next((each for each in people if each.pk == said), people[0])


def _next_one(people: Collection[Responsible], asked: Collection[Question]) -> Responsible | None:
    """The next on the list who was not reached yet: one person may stand on it twice."""
    reached = {address for each in asked for address in addresses_of(each.responsible)}
    return next((each for each in people if not addresses_of(each) & reached), None)


def _current(**conditions: object) -> Q:
    """A question about this date at the time that it has now."""
    asked = Question.objects.filter(occurrence=OuterRef("pk"), starts_at=OuterRef("starts_at"))
    return Q(Exists(asked.filter(**conditions)))


def _asked_at_another_time() -> Exists:
    return Exists(Question.objects.filter(occurrence=OuterRef("pk")).exclude(starts_at=OuterRef("starts_at")))


def _open(now: datetime) -> Q:
    """Nobody has said yes lately enough, and nobody was asked just now."""
    no_yes = Q(confirmed_at=None) | Q(confirmed_at__lt=F("starts_at") - times.YES_IS_FRESH)
    return no_yes & ~_current(asked_at__gt=now - times.ASKED_LATELY)


def _begins(span: Span) -> Q:
    return Q(starts_at__gte=span.start, starts_at__lt=span.end)


def _warned(now: datetime) -> Q:
    """A warning that nobody was asked under yet, or a graver one: also where somebody has said yes."""
    soon = Span(times.asked_from(now), now + times.WARNED_AHEAD)
    in_force = Q(warning__withdrawn_at=None, warning__ends_at__gt=now)
    graver = Q(warning__colour=RED) & ~_current(warned=RED)
    new = Q(warning__colour=ORANGE) & ~_current(warned__in=[ORANGE, RED])
    return _begins(soon) & in_force & (graver | new)


def _free_days(now: datetime) -> Q:
    days = times.free_days(now)
    if not days:
        return Q(pk__in=[])
    on_them = Q(*(_begins(each) for each in days), _connector=Q.OR)
    return on_them & _later_than(now) & _open(now) & ~_current(why=Why.HOLIDAY)


def _later_than(now: datetime) -> Q:
    return Q(starts_at__gte=times.asked_from(now))


def _day_before(now: datetime) -> Q:
    """Its turn, where each date is asked about; and what was moved after it was asked about."""
    tomorrow = Span(times.asked_from(now), times.asked_until(now))
    turn = Q(series__asking=Asking.EACH) | Q(was_moved=True)
    return _begins(tomorrow) & turn & _open(now) & ~_current(why__in=[Why.EACH, Why.MOVED])


def _weeks(now: datetime) -> Q:
    weekly = Q(series__asking=Asking.WEEKLY) & _open(now) & ~_current(why=Why.WEEKLY)
    this, next_ = times.this_week(now), times.next_week(now)
    about = _begins(this) if this else Q(pk__in=[])
    if next_:
        about |= _begins(next_) & _has_date(Span(next_.start, times.asked_until(now)))
    return weekly & about


def _terms(now: datetime) -> Q:
    term = times.term(now)
    near = Span(term.start, min(term.end, now + times.TERM_AHEAD))
    return Q(series__asking=Asking.TERM) & _begins(term) & ~_current() & _has_date(near)


def _has_date(span: Span) -> Q:
    """The series has a date then."""
    dates = Occurrence.objects.public().scheduled().filter(_begins(span))
    return Q(Exists(dates.filter(series=OuterRef("series"))))


def _unanswered(now: datetime) -> Q:
    """Whoever was asked has not answered in time, and there is a substitute."""
    soon = Span(now + times.SUBSTITUTE_UNTIL, now + times.SUBSTITUTE_AHEAD)
    by_term = _current(why=Why.TERM)
    late = ~_current(asked_at__gt=now - times.SUBSTITUTE_AFTER)
    late_by_term = ~_current(asked_at__gt=now - times.TERM_SUBSTITUTE_AFTER)
    turn = (_begins(soon) & ~by_term & late) | (Q(starts_at__gte=soon.start) & by_term & late_by_term)
    theirs = Question.objects.filter(
        occurrence=OuterRef(OuterRef("pk")), starts_at=OuterRef(OuterRef("starts_at"))
    )
    others = reachable().filter(event=OuterRef("event"))
    substitute = Q(Exists(others.exclude(pk__in=theirs.values("responsible"))))
    nobody = Q(confirmed_at=None) & ~_current(answered_at__isnull=False)
    return nobody & turn & _current() & substitute


# The weightiest first: what one has asked about is not another's any longer.
RULES = (
    Rule(Why.WARNING, _warned),
    Rule(Why.HOLIDAY, _free_days),
    Rule(Why.EACH, _day_before),
    Rule(Why.WEEKLY, _weeks),
    Rule(Why.TERM, _terms),
    # Its why is that of the question nobody has answered.
    Rule(Why.EACH, _unanswered, next_one=True),
)
