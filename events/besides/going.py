""" "We go when five come": whether enough have signed up, who is told, and what the organiser decides.

Counted are the persons whose places nobody else gets. When they are enough, that is said once, and stands.
With too few the day before the organiser is asked; without an answer nothing happens, and the page goes on
saying that it is not certain.
"""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.clock import end_of_night, local_day
from core.isolation import filled
from core.mail.outbox import services as outbox
from events.besides.kinds import IT_GOES, TOO_FEW
from events.besides.models import Going
from events.choices import Admission
from events.models import Occurrence, OccurrenceQuerySet
from events.signups.kinds import recipient_of
from events.signups.models import Signup
from organisations.models import Membership

# The day before, by day: late enough to know, early enough to tell people.
ASKED_AHEAD = timedelta(hours=30)


def needs_enough(now: datetime) -> OccurrenceQuerySet:
    """Dates to come that take place when enough have signed up."""
    rows = Occurrence.objects.public().scheduled().filter(starts_at__gt=now)
    return rows.filter(event__goes_from__isnull=False, event__admission=Admission.SIGN_UP)


def number_at(occurrence: Occurrence) -> int:
    """How many persons have signed up for good. One query, where it was not loaded with the date."""
    if hasattr(occurrence, "firm_places"):
        return occurrence.firm_places or 0
    return occurrence.signups.firm().places()


def is_certain(occurrence: Occurrence) -> bool:
    """Whether enough have signed up, or its organiser has said that it takes place anyway. As `number_at`."""
    if hasattr(occurrence, "goes_for_certain"):
        return occurrence.goes_for_certain
    return Going.objects.certain().filter(occurrence=occurrence).exists()


def is_asked(occurrence: Occurrence) -> bool:
    """Whether it depends on how many sign up. Asks the database nothing."""
    return occurrence.event.goes_from is not None and occurrence.event.takes_signups


def lines_of(occurrence: Occurrence, now: datetime) -> list[str]:
    """What a page or a mail says of it, in the active language; nothing where it depends on nobody.

    Two queries at the most, where they were not loaded with the date.
    """
    wanted = occurrence.event.goes_from
    if not is_asked(occurrence) or wanted is None or not occurrence.takes_place or occurrence.ends_at <= now:
        return []
    if is_certain(occurrence):
        return [_("It is certain: we go.")]
    number = number_at(occurrence)
    if number >= wanted:
        return [_("Enough have signed up: we go.")]
    rule = ngettext(
        "We go when %(number)s person has signed up.", "We go when %(number)s people have signed up.", wanted
    )
    so_far = filled(_("Confirmed so far: %(number)s"), number=number)
    return [f"{filled(rule, number=wanted)} {so_far}"]


def look_at_numbers(*, now: datetime) -> int:
    """Note of each date that enough have signed up for that it goes, and tell them. Returns how many."""
    rows = Signup.objects.firm().filter(occurrence__in=needs_enough(now).order_by().values("pk"))
    numbers = rows.places_by_date()
    dates = needs_enough(now).filter(pk__in=numbers).exclude(going__told_at__isnull=False)
    reached = [
        date for date in dates.select_related("event") if numbers[date.pk] >= (date.event.goes_from or 0)
    ]
    for date in reached:
        _certain(date, now=now, decided=False)
    return len(reached)


@transaction.atomic
def _certain(occurrence: Occurrence, *, now: datetime, decided: bool) -> bool:
    """It takes place: told once to everybody who has signed up. False where it was certain before."""
    Going.objects.bulk_create([Going(occurrence=occurrence)], ignore_conflicts=True)
    row = Going.objects.select_for_update().get(occurrence=occurrence)
    if row.told_at is not None:
        return False
    if decided:
        row.decided_at = now
    else:
        row.reached_at = now
    row.told_at = now
    row.save()
    outbox.queue_many(
        kind=IT_GOES,
        messages=[
            outbox.Outgoing(
                f"occurrence:{occurrence.pk}", recipient_of(signup), wanted_until=occurrence.starts_at
            )
            for signup in occurrence.signups.firm()
        ],
        now=now,
    )
    return True


def decide(*, occurrence: Occurrence, now: datetime) -> bool:
    """The organiser's word: it takes place with those who have signed up. False where that is known."""
    return _certain(occurrence, now=now, decided=True)


def ask_organisers(*, now: datetime) -> int:
    """The day before: ask whoever speaks for the organisation of a date with too few. Returns how many dates.

    Asked once of a day; by night nobody is asked.
    """
    if end_of_night(now):
        return 0
    dates = needs_enough(now).filter(starts_at__lte=now + ASKED_AHEAD).exclude(going__told_at__isnull=False)
    number = 0
    for date in dates.select_related("event"):
        if number_at(date) >= (date.event.goes_from or 0):
            continue
        number += 1
        outbox.queue_many(
            kind=TOO_FEW,
            messages=[
                outbox.Outgoing(
                    f"occurrence:{date.pk}",
                    f"user:{user}",
                    local_day(date.starts_at).isoformat(),
                    wanted_until=date.starts_at,
                )
                for user in Membership.objects.answering_for(date.organisation_id)
            ],
            now=now,
        )
    return number
