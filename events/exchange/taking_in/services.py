"""Takes in what somebody has ticked, by the use cases of publishing: what waits elsewhere waits here, too.

Each row is taken in once, however often it is asked for: who comes second finds what became of it.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from typing import Any

import structlog
from celery.exceptions import SoftTimeLimitExceeded
from django.db import InterfaceError, OperationalError, transaction

from core.clock import NORWAY
from core.models import User
from events.choices import Admission, Category, State
from events.dates.plan import Repeats, plan_of
from events.dates.services import (
    DateIsOverError,
    bring_back_date,
    cancel_date,
    current_series,
    edit_date,
    make_occurrences,
    postpone_date,
    reschedule,
)
from events.exchange.candidates import Candidate
from events.exchange.models import UNFINISHED_FOR, TakenIn, Upload, UploadRow
from events.exchange.taking_in.knowing import (
    FACTS,
    PLACE,
    WHEN,
    digest,
    fingerprint_of,
    said_by,
    stands_here,
)
from events.exchange.taking_in.planning import coming, day_of, plan_for
from events.exchange.taking_in.understanding import NEW, Offer, Understanding
from events.models import Event, Occurrence, Series
from events.publishing import Place, Words, create_event, update_event
from organisations.models import Organisation

logger = structlog.get_logger(__name__)

MADE, CHANGED, CALLED_OFF, PUT_OFF, WAITS = "made", "changed", "cancelled", "postponed", "waits"
# By a fault of ours: the log says which.
FAILED = "failed"
# Not the row's fault: the next round tries it again.
PASSING = (OperationalError, InterfaceError, SoftTimeLimitExceeded)
# In one answer to a press of a button; the rest follows by itself.
AT_ONCE = 30


@transaction.atomic
def begin(*, upload: Upload, now: datetime) -> bool:
    """From now on nothing of `upload` is changed any longer. False when somebody has begun already.

    The dates that are ticked to be called off are so with that, or nothing has begun.
    """
    own = Upload.objects.select_for_update(of=("self",)).select_related("user").get(pk=upload.pk)
    if own.taken_at:
        return False
    rows = TakenIn.objects.filter(pk__in=own.answers.get("gone", []), source=own.source_id)
    done = call_off_gone(rows=rows.select_related("event"), user=own.user, now=now)
    own.taken_at = now
    own.answers = {**own.answers, "gone": [], "done": [*own.answers.get("done", []), *done]}
    own.save(update_fields=["taken_at", "answers"])
    upload.taken_at, upload.answers = own.taken_at, own.answers
    return True


def take_in(*, upload: Upload, user: User, now: datetime, most: int | None = None) -> int:
    """Take in what is ticked and not taken yet, `most` rows of it. Returns how many are left.

    What asks something stays: when the rest is done, it can be answered and taken in as before.
    """
    rows = list(upload.rows.order_by("number"))
    understanding = Understanding(upload, user=user, now=now)
    offers = [offer for offer in understanding.offers(rows) if offer.row.outcome is None]
    ticked = [offer for offer in offers if offer.is_ticked]
    for offer in ticked[:most]:
        try:
            _take(offer, understanding, now)
        except PASSING:
            raise
        except Exception:
            # One row that nobody thought of stops no other.
            logger.exception("activity_not_taken_in", row=offer.row.pk, source=upload.source_id)
            failed = [[FAILED, offer.first.title, 0]]
            UploadRow.objects.filter(pk=offer.row.pk, outcome__isnull=True).update(outcome=failed)
    if len(ticked) > (most or len(ticked)):
        return len(ticked) - (most or 0)
    asked = [offer.row.pk for offer in offers if offer.is_asked]
    UploadRow.objects.filter(upload=upload, outcome__isnull=True).exclude(pk__in=asked).update(outcome=[])
    if asked:
        Upload.objects.filter(pk=upload.pk).update(taken_at=None, expires_at=now + UNFINISHED_FOR)
    return 0


@transaction.atomic
def _take(offer: Offer, understanding: Understanding, now: datetime) -> None:
    upload, user = understanding.upload, understanding.user
    # What one list takes in, another one with the same in it sees.
    Organisation.objects.select_for_update(no_key=True).get(pk=upload.source.organisation_id)
    row = UploadRow.objects.select_for_update().get(pk=offer.row.pk)
    if row.outcome is not None:
        return
    if _is_taken_meanwhile(offer, understanding):
        row.outcome = []
        row.save(update_fields=["outcome"])
        return
    act = _make if offer.state == NEW else _change
    event, outcome = act(offer, upload, user, now)
    row.outcome = [[what, offer.first.title, event.pk] for what in outcome]
    row.save(update_fields=["outcome"])
    logger.info("activity_taken_in", activity=event.pk, source=upload.source_id, outcome=outcome)


def _is_taken_meanwhile(offer: Offer, understanding: Understanding) -> bool:
    """Whether the same was taken in of another list since this one was understood."""
    if offer.known:
        stands = dict(
            TakenIn.objects.filter(pk__in=[each.pk for each in offer.known.values()]).values_list(
                "pk", "taken_at"
            )
        )
        return any(stands.get(each.pk) != each.taken_at for each in offer.known.values())
    events = {each.event_id for each in understanding.known.taken_since(offer.said)}
    if not events:
        return False
    # Two rows of one list that say the same are two activities.
    outcomes = understanding.upload.rows.filter(outcome__isnull=False).values_list("outcome", flat=True)
    return not events <= {event for outcome in outcomes for _what, _title, event in outcome or []}


# New


def _make(offer: Offer, upload: Upload, user: User, now: datetime) -> tuple[Event, list[str]]:
    numbered = coming(offer.candidates, now)
    plan, alone = plan_for([candidate for _index, candidate in numbered])
    language = offer.organisation.municipality.language
    event = create_event(
        organisation=offer.organisation,
        user=user,
        words=Words(language, offer.first.title, offer.first.description),
        place=_place(offer),
        facts=facts_of(offer.first),
        plan=plan,
        hand_in=True,
        now=now,
    )
    dates = _dates_by_day(event.series.get())
    for candidate in alone:
        _as_said(dates.get(day_of(candidate)), candidate, user, now)
    _note(event, numbered, offer, upload, dates, now)
    return event, [MADE if event.live else WAITS]


def facts_of(candidate: Candidate) -> dict[str, object]:
    """Fields of `Event`; what is faith asks nobody's name."""
    names = {field.name for field in Event._meta.get_fields()}
    facts = {name: value for name, value in candidate.facts.items() if name in names}
    if facts.get("category") in Category.sensitive():
        facts["admission"] = Admission.DROP_IN
    return facts


def _place(offer: Offer) -> Place:
    assert offer.municipality is not None, "a row without one is asked about"
    new_venue = {"name": offer.new_venue} if offer.new_venue else {}
    return Place(offer.municipality, offer.venue, new_venue, offer.first.online_url)


def _dates_by_day(series: Series) -> dict[Any, Occurrence]:
    return {
        each.starts_at.astimezone(NORWAY).date(): each for each in series.occurrences.select_related("event")
    }


def _note(
    event: Event,
    numbered: Iterable[tuple[int, Candidate]],
    offer: Offer,
    upload: Upload,
    dates: dict[Any, Occurrence],
    now: datetime,
) -> None:
    """Write down what was taken in: a date each, or the series as a whole."""
    here = stands_here(event)
    rows = []
    for index, candidate in numbered:
        said = offer.said[index]
        date = dates.get(day_of(candidate)) if candidate.plan is None else None
        rows.append(
            TakenIn(
                source=upload.source,
                uid=said.source_uid[:500],
                recurrence_id=said.recurrence_id[:40],
                fingerprint=fingerprint_of(said),
                event=event,
                occurrence=date,
                values=said_by(said),
                here={**here, WHEN: _when_here(date) if date else here[WHEN]},
                taken_at=now,
            )
        )
    TakenIn.objects.bulk_create(rows)


def _when_here(date: Occurrence) -> str:
    return digest((date.starts_at, date.ends_at))


# Changed


def _change(offer: Offer, upload: Upload, user: User, now: datetime) -> tuple[Event, list[str]]:
    """Take over what the source has changed, unless it was written here."""
    event = offer.known[min(offer.known)].event
    outcome = []
    if _change_words(event, offer, user, now):
        outcome.append(CHANGED)
    for index, known in offer.known.items():
        outcome += _change_date(known, offer, index, user, now)
    if "dates" in offer.changes:
        outcome += _add_dates(event, offer, upload, user, now)
    here = stands_here(event)
    for index, known in offer.known.items():
        _note_again(known, offer, index, here, upload, now)
    return event, list(dict.fromkeys(outcome))


def _change_words(event: Event, offer: Offer, user: User, now: datetime) -> bool:
    changes = set(offer.changes) - {WHEN, "cancelled", "dates"}
    plan = offer.first.plan if WHEN in offer.changes and len(offer.candidates) == 1 else None
    known = offer.known[min(offer.known)]
    if not changes and (plan is None or known.occurrence_id):
        return False
    newest = event.get_latest_revision_as_object()
    text = newest.source_text or newest.text_for()
    words = None
    if changes & {"title", "description"} and text is not None:
        programme = tuple((item.starts, item.words) for item in newest.programme.all())
        title = offer.first.title if "title" in changes else text.title
        description = offer.first.description if "description" in changes else text.description
        words = Words(text.language, title, description, programme)
    defaults = {name: Event._meta.get_field(name).get_default() for name in FACTS}
    facts = {name: facts_of(offer.first).get(name, defaults[name]) for name in FACTS if name in changes}
    update_event(
        event=event,
        user=user,
        words=words,
        place=_place(offer) if PLACE in changes else None,
        facts=facts,
        plan=plan if not known.occurrence_id else None,
        hand_in=event.live or event.state == State.WAITING,
        now=now,
    )
    event.refresh_from_db()
    return True


def _change_date(known: TakenIn, offer: Offer, index: int, user: User, now: datetime) -> list[str]:
    """One date at another time, called off or put off: as for whoever does it on its own page."""
    said, candidate = offer.said[index], offer.candidates[index]
    changed = {name for name, value in said_by(said).items() if known.values.get(name) != value}
    dates = [known.occurrence] if known.occurrence else list(_dates_to_come(known, now))
    outcome: list[str] = []
    if "cancelled" in changed:
        for date in dates:
            outcome += _call_off(date, candidate, user, now)
    is_ours = known.occurrence and known.here.get(WHEN) == _when_here(known.occurrence)
    if WHEN in changed and is_ours and _as_said(known.occurrence, candidate, user, now):
        outcome.append(CHANGED)
    return outcome


def _dates_to_come(known: TakenIn, now: datetime) -> Iterable[Occurrence]:
    return known.event.occurrences.upcoming(now).order_by("pk")


def _call_off(date: Occurrence, candidate: Candidate, user: User, now: datetime) -> list[str]:
    try:
        if candidate.proposal == "postponed":
            return [PUT_OFF] if postpone_date(occurrence=date, user=user, now=now) else []
        if candidate.cancelled or candidate.proposal == "cancelled":
            return [CALLED_OFF] if cancel_date(occurrence=date, user=user, now=now) else []
        # The source has taken it back.
        return [CHANGED] if bring_back_date(occurrence=date, user=user, now=now) else []
    except DateIsOverError:
        return []


def _as_said(date: Occurrence | None, candidate: Candidate, user: User, now: datetime) -> bool:
    """`date` at the time that the source gives for it."""
    if date is None or candidate.starts_at is None or candidate.ends_at is None:
        return False
    if (date.starts_at, date.ends_at) == (candidate.starts_at, candidate.ends_at):
        return False
    start, end = candidate.starts_at, candidate.ends_at
    try:
        return edit_date(occurrence=date, user=user, now=now, starts_at=start, ends_at=end)
    except (DateIsOverError, ValueError):
        # It is over by now, here or there.
        return False


def _add_dates(event: Event, offer: Offer, upload: Upload, user: User, now: datetime) -> list[str]:
    """Dates that the source has beside those that are known: in their series, or in one more."""
    new = [(index, each) for index, each in coming(offer.candidates, now) if index not in offer.known]
    if not new:
        return []
    plan, alone = plan_for([candidate for _index, candidate in new])
    there = plan_of(current_series(event))
    hours = (plan.start_time, plan.end_time, plan.days, plan.all_day)
    fits = there is not None and not there.follows_rule
    if there is not None and fits and (there.start_time, there.end_time, there.days, there.all_day) == hours:
        days = {*(there.dates or (there.first_date,)), *(plan.dates or (plan.first_date,))}
        more = replace(there, repeats=Repeats.PICKED, dates=tuple(sorted(days)))
        reschedule(event=event, plan=more.settled(), user=user, now=now)
        series = current_series(event)
    else:
        series = plan.apply_to(Series(event=event, time_zone=NORWAY.key))
        series.save()
        make_occurrences(series=series, now=now)
    dates = _dates_by_day(series)
    for candidate in alone:
        _as_said(dates.get(day_of(candidate)), candidate, user, now)
    _note(event, new, offer, upload, dates, now)
    return [CHANGED]


def _note_again(
    known: TakenIn, offer: Offer, index: int, here: dict[str, str], upload: Upload, now: datetime
) -> None:
    """The source's word of today. What was written here keeps what became of it before: it stays ours."""
    said = offer.said[index]
    known.values = said_by(said)
    known.here |= {name: here[name] for name in offer.changes if name in here and name != WHEN}
    if WHEN in offer.changes and known.occurrence is None:
        known.here[WHEN] = here[WHEN]
    elif WHEN in offer.changes and known.occurrence is not None:
        known.occurrence.refresh_from_db()
        known.here[WHEN] = _when_here(known.occurrence)
    known.uid, known.recurrence_id = said.source_uid[:500], said.recurrence_id[:40]
    known.fingerprint, known.taken_at, known.gone_at = fingerprint_of(said), now, None
    known.source = upload.source
    known.save()


def call_off_gone(*, rows: Iterable[TakenIn], user: User, now: datetime) -> list[list[Any]]:
    """What the source has no longer is called off here: somebody has said so of each of `rows`."""
    outcome: list[list[Any]] = []
    for row in rows:
        try:
            if _call_off_all(row, user, now):
                outcome.append([CALLED_OFF, row.event.title, row.event_id])
        except PASSING:
            raise
        except Exception:
            logger.exception("dates_not_called_off", taken_in=row.pk)
            outcome.append([FAILED, row.event.title, row.event_id])
    return outcome


@transaction.atomic
def _call_off_all(row: TakenIn, user: User, now: datetime) -> bool:
    """Its date, or its dates to come. False where somebody has said so before, or there are none."""
    known = (
        TakenIn.objects.select_for_update(of=("self",)).select_related("event", "occurrence").get(pk=row.pk)
    )
    if known.gone_at:
        return False
    dates = [known.occurrence] if known.occurrence else list(_dates_to_come(known, now))
    done = [_cancelled(date, user, now) for date in dates]
    known.gone_at = now
    known.save(update_fields=["gone_at"])
    return any(done)


def _cancelled(date: Occurrence, user: User, now: datetime) -> bool:
    try:
        return cancel_date(occurrence=date, user=user, now=now)
    except DateIsOverError:
        return False
