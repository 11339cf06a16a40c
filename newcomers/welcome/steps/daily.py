"""What goes by itself: each day's sending of a step is one campaign, frozen when it starts.

Everything is found from the database, and a row says what is done. A round that is run twice, late, or at the
same time as another one sends the same; one that was away for a week sends each person one step at the most.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

import structlog
from django.db import transaction

from core.clock import local_day
from newcomers.models import Newcomer
from newcomers.welcome.choices import Question
from newcomers.welcome.models import Campaign, PackageStep
from newcomers.welcome.models.steps import Answer, Journey
from newcomers.welcome.services import NothingPublished, lock_package, start_campaign
from newcomers.welcome.steps import journeys as ways
from newcomers.welcome.steps.plans import Due, Plan, chosen_of, plans
from newcomers.welcome.steps.times import next_opening, opening_after
from newcomers.welcome.whom import Whom

logger = structlog.get_logger(__name__)


@dataclass
class Round:
    """What one round did: how many people were sent a step, and how many steps were passed over."""

    sent: int = 0
    passed_over: int = 0


def send_due(*, now: datetime) -> Round:
    """Send every step that is due at `now` (UTC). Idempotent."""
    total = Round()
    for plan in plans():
        ways.begin_new(plan, now=now)
        ways.replan(plan)
    waiting = set(Journey.objects.due(now).order_by().values_list("package", flat=True).distinct())
    for package in sorted(waiting):
        try:
            done = _of_package(package, now)
        except NothingPublished:
            # An editor has taken a step down in this very moment: the next round sees it.
            continue
        total.sent += done.sent
        total.passed_over += done.passed_over
    return total


@transaction.atomic
def _of_package(package: int, now: datetime) -> Round:
    """Under the package's lock: nobody else decides meanwhile who is sent it."""
    lock_package(package)
    # Read again: a step may have been switched off since.
    [plan] = plans([package])
    people = Newcomer.objects.filter(journeys__package=package, journeys__due_at__lte=now, expires_at__gt=now)
    # Nobody is erased between here and their row.
    locked = people.order_by("pk").select_for_update(of=("self",), no_key=True).in_bulk()
    due = Journey.objects.due(now).filter(package=package)
    rows = [journey for journey in due if journey.newcomer_id in locked]
    for journey in rows:
        journey.newcomer = locked[journey.newcomer_id]
    turn = _Turn(plan, now, rows)
    for journey in rows:
        turn.take(journey)
    for step, recipients in turn.recipients.items():
        start_campaign(step=step, to=Whom.these(recipients), user=None, now=now, day=local_day(now))
    _write(turn)
    if turn.round.passed_over:
        logger.warning("steps_passed_over", package=package, number=turn.round.passed_over)
    return turn.round


@dataclass
class _Turn:
    """One round of one package: who is sent what, and what becomes of each journey."""

    plan: Plan
    now: datetime
    journeys: list[Journey]
    round: Round = field(default_factory=Round)
    recipients: dict[PackageStep, list[Newcomer]] = field(default_factory=lambda: defaultdict(list))

    def __post_init__(self) -> None:
        ids = [journey.newcomer_id for journey in self.journeys]
        self.had = ways.had_by(self.plan.package.pk, ids)
        self.answered = answered_by(ids)
        self.done_today = _started_on(self.plan, self.now)
        self.being_started = _being_started(self.plan)

    def take(self, journey: Journey) -> None:
        """Decide about one person. What they were sent, or what is passed over, is settled up to now."""
        if journey.newcomer.unsubscribed_at:
            journey.ended_at, journey.ended_why = self.now, Journey.Ended.STOPPED
            journey.next_step, journey.due_at = None, None
            return
        dues = self._asked_for(journey)
        chosen = chosen_of(dues, self.now)
        if chosen is not None and chosen.step.pk in self.being_started:
            # A host's sending of it is just being written down: the next round sees whom it is for.
            return
        if chosen is not None:
            opens = self._opens(chosen.step)
            if opens > self.now:
                journey.next_step, journey.due_at = chosen.step, opens
                return
            self.recipients[chosen.step].append(journey.newcomer)
            self.had[journey.newcomer_id].add(chosen.step.pk)
            self.round.sent += 1
        over = [due.step.pk for due in dues if chosen is None or due.step != chosen.step]
        journey.passed_over = [*journey.passed_over, *(pk for pk in over if pk not in journey.passed_over)]
        self.round.passed_over += len(over)
        journey.settled_until = self.now
        ways.set_next(self.plan, journey, self.had[journey.newcomer_id])

    def _asked_for(self, journey: Journey) -> list[Due]:
        """What is due to them, without what asks something that they have answered."""
        dues = self.plan.coming(
            journey.newcomer, after=journey.settled_until, had=self.had[journey.newcomer_id]
        )
        answered = self.answered.get(journey.newcomer_id, frozenset())
        return [due for due in dues if due.at <= self.now and not self.plan.questions[due.step.pk] & answered]

    def _opens(self, step: PackageStep) -> datetime:
        """When it may leave: in its hours, and on another day where today's sending has started."""
        if step.pk in self.done_today:
            return opening_after(step, local_day(self.now))
        return next_opening(step, self.now)


def answered_by(people: Iterable[int]) -> Mapping[int, frozenset[str]]:
    """{person: the questions that they are not asked again}. One query. Who had found nothing yet is."""
    found: dict[int, set[str]] = defaultdict(set)
    rows = Answer.objects.filter(newcomer__in=list(people)).order_by()
    rows = rows.exclude(question=Question.FOUND, value=Answer.Value.NO)
    for newcomer, question in rows.values_list("newcomer_id", "question"):
        found[newcomer].add(question)
    return {newcomer: frozenset(questions) for newcomer, questions in found.items()}


def _started_on(plan: Plan, now: datetime) -> set[int]:
    """The steps of which today's sending has started: who comes later is sent it tomorrow."""
    rows = Campaign.objects.filter(step__in=plan.steps, day=local_day(now))
    return set(rows.values_list("step_id", flat=True))


def _being_started(plan: Plan) -> set[int]:
    rows = Campaign.objects.filter(step__in=plan.steps, state=Campaign.State.PREPARING)
    return set(rows.values_list("step_id", flat=True))


def _write(turn: _Turn) -> None:
    Journey.objects.bulk_update(
        turn.journeys,
        ["settled_until", "next_step", "due_at", "passed_over", "ended_at", "ended_why"],
        ways.BATCH,
    )


def settle_due(*, now: datetime) -> int:
    """A backup was put back: what is due in it may have left since, and nobody gets it twice. What was due up
    to `now` (UTC) is passed over. Returns how many people it is about."""
    number = 0
    for plan in plans():
        ways.begin_new(plan, now=now)
        with transaction.atomic():
            lock_package(plan.package.pk)
            due = Journey.objects.due(now).filter(package=plan.package).select_related("newcomer")
            rows = list(due.select_for_update(of=("self",)))
            had = ways.had_by(plan.package.pk, [journey.newcomer_id for journey in rows])
            for journey in rows:
                steps = had[journey.newcomer_id]
                dues = plan.coming(journey.newcomer, after=journey.settled_until, had=steps)
                over = [due.step.pk for due in dues if due.at <= now]
                journey.passed_over = [*journey.passed_over, *over]
                journey.settled_until = now
            ways.write(plan, rows)
        number += len(rows)
    return number
