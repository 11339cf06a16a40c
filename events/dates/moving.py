"""The rule of an activity's dates is changed: for all of them, or from one date on."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from dateutil.rrule import rrulestr
from django.db import transaction
from django.db.models import QuerySet

from core.clock import local_day
from core.models import User
from events.dates.alone import DateIsOverError
from events.dates.changes import DateChange, DateState, change_of
from events.dates.making import bring_in_line, dates_to_line_up, line_up, local_slot, wanted_slots
from events.dates.people import People, people_touched
from events.dates.plan import END_OF_DAY, Plan, Repeats, plan_of, position_in_month
from events.dates.recording import Recording, lock_event
from events.dates.rule import SLOT_FORMAT
from events.models import ChangeOfDates, Event, Occurrence, Series


@dataclass(frozen=True)
class Rescheduled:
    """`kept` are dates that the plan no longer has, but that were changed alone and stay.

    `change` is what can be undone; None when the plan was this one already.
    """

    kept: list[Occurrence]
    change: ChangeOfDates | None


@dataclass(frozen=True)
class Foreseen:
    """What a plan would do. `changes` are of dates that there are now; `made` is how many would be new.

    `kept` would be changed with the others, had they not been changed alone.
    """

    changes: list[DateChange]
    made: int
    kept: list[Occurrence]

    @property
    def people(self) -> People:
        """Who means to come to the dates that would change."""
        return people_touched([change.occurrence_id for change in self.changes])


def current_series(event: Event, *, lock: bool = False) -> Series:
    """The series that an organiser changes when they change all: the newest, which goes on longest."""
    found = event.series.select_related("event").order_by("-pk")[:1]
    return (found.select_for_update(of=("self", "event"), no_key=True) if lock else found).get()


def runs_side_by_side(event: Event, *, now: datetime) -> bool:
    """Whether dates to come follow several rules at once: one of Tuesdays and one of Thursdays.

    A series that another one follows is none of it: "this and later" leaves such.
    """
    newest = event.series.order_by("-pk").first()
    if newest is None:
        return False
    others = event.occurrences.upcoming(now).exclude(series=newest)
    return others.filter(original_slot__gte=newest.first_date.strftime(SLOT_FORMAT)).exists()


@transaction.atomic
def reschedule(*, event: Event, plan: Plan, user: User, now: datetime) -> Rescheduled:
    """Bring the dates in line with `plan`: those of the newest series, where one follows another.

    Where several run side by side, the plan is for the dates of all of them: they become one.
    """
    series = current_series(event, lock=True)
    side_by_side = runs_side_by_side(event, now=now)
    if plan_of(series) == plan and not side_by_side:
        return Rescheduled([], None)
    recording = Recording(event=series.event, what="reschedule", user=user, now=now)
    if side_by_side:
        _take_over(series.event, series, local_day(now), recording)
        for other in event.series.exclude(pk=series.pk).select_related("event").order_by("pk"):
            bring_in_line(other, recording, now=now)
    return _apply(series, plan, recording, now=now)


def _apply(series: Series, plan: Plan, recording: Recording, *, now: datetime) -> Rescheduled:
    """`series` is locked, and its event is loaded."""
    recording.remember_series(series)
    plan.apply_to(series).save()
    made = bring_in_line(series, recording, now=now)
    return Rescheduled(made.kept, recording.finish())


@transaction.atomic
def change_from_here(*, occurrence: Occurrence, plan: Plan, user: User, now: datetime) -> Rescheduled:
    """ "This and later": from this date on `plan` holds; what was before stays as it is.

    The series ends the day before, and a second one takes its rows over, also those of series that followed.
    Raises `DateIsOverError`.
    """
    event = lock_event(occurrence.event_id)
    date_ = Occurrence.objects.select_related("series").get(pk=occurrence.pk)
    if date_.ends_at <= now:
        raise DateIsOverError
    day = first_day(date_, plan)
    plan = _from_day(plan, day, now=now)
    recording = Recording(event=event, what="change_from_here", user=user, now=now)
    if _is_whole(event, date_.series, day):
        rows = Series.objects.select_for_update(of=("self",)).select_related("event")
        return _apply(rows.get(pk=date_.series_id), plan, recording, now=now)
    old = date_.series
    new = plan.apply_to(Series(event=event, time_zone=old.time_zone, asking=old.asking))
    new.save()
    recording.made_series(new)
    _take_over(event, new, day, recording)
    made = bring_in_line(new, recording, now=now)
    return Rescheduled(made.kept, recording.finish())


def first_day(occurrence: Occurrence, plan: Plan) -> date:
    """From which local day on `plan` holds, when it is said at `occurrence`.

    That of its slot, or an earlier one of the same week when the plan begins there: Tuesday for Thursday.
    """
    day = local_slot(occurrence).date()
    monday = day - timedelta(days=day.weekday())
    return plan.first_date if monday <= plan.first_date < day else day


def plan_from_here(occurrence: Occurrence, *, now: datetime) -> Plan | None:
    """What holds from `occurrence` on, as it is now; None for a rule that an organiser's form cannot say."""
    plan = plan_of(occurrence.series)
    return _from_day(plan, local_slot(occurrence).date(), now=now) if plan else None


def _from_day(plan: Plan, day: date, *, now: datetime) -> Plan:
    """`plan` without what it gives before `day`: every second week stays the same weeks."""
    if plan.first_date >= day:
        return plan
    days = [start.date() for start in plan.starts(now=now)]
    first = next((each for each in days if each >= day), day)
    if plan.repeats == Repeats.MONTHLY:
        # The first date says which of the month's it is, unless it is said: another first date might not.
        positions = plan.positions or (position_in_month(plan.first_date),)
        plan = replace(plan, positions=positions, weekdays=plan.weekdays or (plan.first_date.weekday(),))
    picked = tuple(each for each in plan.dates if each >= day)
    return replace(plan, first_date=first, dates=picked).settled()


def _is_whole(event: Event, series: Series, day: date) -> bool:
    """Nothing of the series is before `day`, and no other follows it: there is nothing to divide."""
    slot = day.strftime(SLOT_FORMAT)
    return not (
        series.occurrences.filter(original_slot__lt=slot).exists()
        or event.occurrences.filter(original_slot__gte=slot).exclude(series=series).exists()
    )


def _rows_from(event: Event, day: date) -> QuerySet[Occurrence]:
    return event.occurrences.filter(original_slot__gte=day.strftime(SLOT_FORMAT)).order_by("pk")


def _take_over(event: Event, new: Series, day: date, recording: Recording) -> None:
    """The rows from `day` on belong to `new`; the other series of `event` end the day before."""
    for series in event.series.select_for_update().exclude(pk=new.pk).order_by("pk"):
        before = series.recurrence
        recording.remember_series(series)
        end_before(series, day)
        if series.recurrence != before:
            series.save(update_fields=["recurrence"])
    # Two at one time stay two: the one that is there already is it.
    there = new.occurrences.values("original_slot")
    rows = _rows_from(event, day).exclude(series=new).exclude(original_slot__in=there)
    dates = list(rows.select_for_update())
    recording.remember(dates)
    recording.touched(dates)
    Occurrence.objects.filter(pk__in=[each.pk for each in dates]).update(series=new)


def end_before(series: Series, day: date) -> None:
    """Let the rule of `series`, which is not saved here, give nothing on `day` or later."""
    first = datetime.combine(series.first_date, series.start_time)
    slot = day.strftime(SLOT_FORMAT)
    lines = [_ended(line, first, day) for line in series.recurrence.splitlines()]
    series.recurrence = "\n".join(line for line in lines if line)
    if not series.recurrence and first.strftime(SLOT_FORMAT) >= slot:
        # Without a rule it would be the first date alone; with an exception from it, it is none.
        series.recurrence = f"EXDATE:{first.strftime(SLOT_FORMAT)}"


def _ended(line: str, first: datetime, day: date) -> str:
    name, _colon, value = line.partition(":")
    if not name.startswith("RRULE"):
        kept = [each for each in value.split(",") if each < day.strftime(SLOT_FORMAT)]
        return f"{name}:{','.join(kept)}" if kept else ""
    parts = dict(part.split("=", 1) for part in value.split(";"))
    last = datetime.combine(day - timedelta(days=1), END_OF_DAY)
    if "COUNT" in parts:
        given = [start for start in rrulestr(line, dtstart=first) if start <= last]
        last = datetime.combine(given[-1], END_OF_DAY) if given else last
    elif "UNTIL" in parts:
        last = min(last, datetime.strptime(parts["UNTIL"].rstrip("Z"), SLOT_FORMAT))
    parts.pop("COUNT", None)
    parts["UNTIL"] = last.strftime(SLOT_FORMAT)
    return f"{name}:" + ";".join(f"{key}={each}" for key, each in parts.items())


def foresee(*, event: Event, plan: Plan, now: datetime, from_here: Occurrence | None = None) -> Foreseen:
    """What `reschedule` would do, or `change_from_here` with `from_here`. Nothing is changed or locked."""
    series = from_here.series if from_here else current_series(event)
    dates: list[Occurrence]
    if from_here:
        day = first_day(from_here, plan)
        plan = _from_day(plan, day, now=now)
        dates = list(_rows_from(event, day))
    elif runs_side_by_side(event, now=now):
        dates = list(_rows_from(event, local_day(now)))
    else:
        dates = dates_to_line_up(series, since=now, lock=False)
    wanted = wanted_slots(plan.apply_to(Series(event=event, time_zone=series.time_zone)), since=now, now=now)
    before = {each.pk: DateState.of(each) for each in dates}
    result = line_up(dates, wanted, now=now)
    for each in result.dropped:
        each.status = Occurrence.Status.CANCELLED
    changes = list(_changes([*result.changed, *result.dropped], before))
    return Foreseen(changes, len(result.new), result.kept)


def _changes(dates: Iterable[Occurrence], before: dict[int, DateState]) -> Iterable[DateChange]:
    for each in dates:
        if change := change_of(each, before=before[each.pk]):
            yield change
