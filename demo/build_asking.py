"""Who is asked whether a date is on, and what they have said of the next days. Same every time: seeded."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from demo.build_activities import Offered
from demo.places import WRITTEN
from events.confirming.choices import Answer, Why
from events.confirming.models import CODES, KEPT_FOR, Question, SignOfLife
from events.door.models import Headcount
from events.models import Occurrence, Responsible, Series

VOLUNTEERS = (
    ("Kari Strandvik", True),
    ("Odd Nesheim", False),
    ("Turid Lyngmo", True),
    ("Yonas Tesfalem", True),
    ("Berit Sandhorn", False),
    ("Iryna Kalyna", True),
)
AHEAD = timedelta(hours=40)
WRITTEN_IN = {place.kommunenummer for place in WRITTEN}
# What is known of a municipality's next dates, in order: the first is confirmed where one looks first.
KNOWN = ("yes", "asked", "yes", "nothing")
# One activity of the municipality whose editor one can be has not been answered for in a while.
SILENT_IN, SILENT_DATES = "1818", 2


def make_volunteers(offered: Iterable[Offered], now: datetime) -> int:
    """Somebody who answers for each of `offered`, and their answers for the next days. Returns how many."""
    series = [offer.series for offer in offered]
    people = [_volunteer(each.event_id, number, now) for number, each in enumerate(series)]
    by_event = {person.event_id: person for person in Responsible.objects.bulk_create(people)}
    dates = Occurrence.objects.public().scheduled().upcoming(now)
    coming = dates.filter(series__in=series, starts_at__gt=now, starts_at__lt=now + AHEAD)
    chosen = coming.order_by("starts_at", "pk").distinct().select_related("municipality")
    found = list(chosen)
    questions = [
        _question(date, by_event[date.event_id], number, is_yes=known == "yes", now=now)
        for number, (date, known) in enumerate(zip(found, _known_of(found), strict=True))
        if known != "nothing"
    ]
    Question.objects.bulk_create(questions)
    _write_on_dates(questions)
    _make_one_silent(series)
    return len(people)


def _known_of(dates: Sequence[Occurrence]) -> list[str]:
    """What is known of each; also on the eve of a quiet weekend somebody has not answered yet."""
    before: Counter[str] = Counter()
    found = []
    for number, date in enumerate(dates):
        place = date.municipality_id
        found.append(KNOWN[(before[place] + (place not in WRITTEN_IN and number % 5 == 0)) % len(KNOWN)])
        before[place] += 1
    if len(found) > 1 and "asked" not in found:
        found[-1] = "asked"
    return found


def _volunteer(event_id: int, number: int, now: datetime) -> Responsible:
    # Two in a row are often of one place.
    name, shows = VOLUNTEERS[(number // 2 + number) % len(VOLUNTEERS)]
    first = name.split()[0].lower()
    return Responsible(
        event_id=event_id,
        name=name,
        email=f"{first}.{number}@frivillig.example",
        phone=f"+479000{number:04}",
        # Every third is asked on the telephone, where text messages can be sent.
        channel=Responsible.Channel.SMS if number % 3 == 0 else Responsible.Channel.EMAIL,
        language="nb",
        shows_name=shows,
        shows_phone=shows,
        created_at=now,
    )


def _question(
    date: Occurrence, volunteer: Responsible, number: int, *, is_yes: bool, now: datetime
) -> Question:
    before = date.starts_at - timedelta(hours=26)
    asked_at = min(before, now - timedelta(hours=5))
    last = (
        Headcount.objects.filter(occurrence__event=date.event_id).order_by("-occurrence__starts_at").first()
    )
    return Question(
        code=CODES[number % len(CODES)],
        occurrence=date,
        responsible=volunteer,
        channel=volunteer.channel,
        why=Why.EACH,
        starts_at=date.starts_at,
        asked_at=asked_at,
        answered_at=min(asked_at + timedelta(hours=1), now) if is_yes else None,
        answer=Answer.YES if is_yes else "",
        came_last=last.participants if is_yes and last else None,
        expires_at=date.ends_at + KEPT_FOR,
    )


def _write_on_dates(questions: list[Question]) -> None:
    dates = []
    for question in questions:
        date = question.occurrence
        date.asked_at, date.responsible = question.asked_at, question.responsible
        date.confirmed_at, date.came_last = question.answered_at, question.came_last
        dates.append(date)
    Occurrence.objects.bulk_update(dates, ["asked_at", "confirmed_at", "responsible", "came_last"])


def _make_one_silent(series: list[Series]) -> None:
    here = (each for each in series if each.recurrence and each.event.municipality_id == SILENT_IN)
    last = max(here, key=lambda each: each.pk, default=None)
    if last:
        SignOfLife.objects.create(series=last, silent_dates=SILENT_DATES)
