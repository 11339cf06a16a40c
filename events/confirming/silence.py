"""Which activities nobody answers for any longer, and how one answer brings them back.

A silent date was asked about, not answered, not cancelled, and has ended. Nothing is deleted for silence.
"""

from collections.abc import Collection, Iterable
from datetime import UTC, datetime, timedelta

from django.db import transaction
from django.db.models import Count, F, OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce

from core.mail.outbox import services as outbox
from events.confirming.kinds import HIDDEN, about_silence, recipient_of, recipient_user
from events.confirming.models import SignOfLife
from events.models import Occurrence, OccurrenceQuerySet, Responsible, Series
from organisations.models import Membership

# So many in a row, and the editor sees it; so many, and lists leave the series out.
SEEN_AFTER = 2
HIDDEN_AFTER = 4
# The job looks so far back for what has ended: longer than it may be away.
LOOKS_BACK = timedelta(days=7)
SERIES_AT_ONCE = 500
LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)


def silent_dates(*, now: datetime) -> OccurrenceQuerySet:
    """Dates that have passed, were asked about and neither answered nor cancelled."""
    asked = Occurrence.objects.public().scheduled().filter(asked_at__isnull=False, confirmed_at=None)
    return asked.filter(ends_at__lte=now)


@transaction.atomic
def alive(*, series_ids: Collection[int], now: datetime) -> None:
    """Somebody has said something of these series: silence begins anew, and lists show them again."""
    known = SignOfLife.objects.filter(series__in=series_ids)
    known.update(alive_at=now, silent_dates=0, hidden_at=None)
    missing = set(series_ids) - set(known.values_list("series", flat=True))
    rows = [SignOfLife(series_id=pk, alive_at=now) for pk in sorted(missing)]
    SignOfLife.objects.bulk_create(rows, ignore_conflicts=True)
    Occurrence.objects.filter(series__in=series_ids, is_silent=True).update(is_silent=False)


def heard_of(*, series_ids: Collection[int], now: datetime) -> None:
    """The organiser has done something: of those that somebody was silent about, silence begins anew."""
    known = SignOfLife.objects.filter(series__in=series_ids, silent_dates__gt=0)
    if found := list(known.values_list("series", flat=True)):
        alive(series_ids=found, now=now)


def notice(*, now: datetime) -> int:
    """Count the dates that have passed in silence, and hide what is silent for too long. Idempotent.

    Returns how many series are newly hidden. `now` is UTC. New dates of what is hidden are hidden too.
    """
    recent = silent_dates(now=now).filter(starts_at__gt=now - LOOKS_BACK - timedelta(days=1))
    ended = recent.filter(ends_at__gt=now - LOOKS_BACK).order_by()
    ids = sorted(set(ended.values_list("series", flat=True)))
    hidden = 0
    for start in range(0, len(ids), SERIES_AT_ONCE):
        hidden += _notice(ids[start : start + SERIES_AT_ONCE], now)
    _hide_dates(now)
    return hidden


@transaction.atomic
def _notice(series_ids: Collection[int], now: datetime) -> int:
    # Whoever answers meanwhile is heard after this, and not overwritten.
    list(SignOfLife.objects.filter(series__in=series_ids).select_for_update().order_by("pk"))
    for pk, number in _counted(series_ids, now):
        SignOfLife.objects.update_or_create(series_id=pk, defaults={"silent_dates": number})
    rows = SignOfLife.objects.filter(
        series__in=series_ids, silent_dates__gte=HIDDEN_AFTER, hidden_at=None
    ).select_related("series__event")
    new = list(rows.select_for_update(of=("self",)).order_by("pk"))
    SignOfLife.objects.filter(pk__in=[each.pk for each in new]).update(hidden_at=now)
    tell(new, now)
    return len(new)


def _counted(series_ids: Collection[int], now: datetime) -> Iterable[tuple[int, int]]:
    """Of those whose number is another than the one that is noted: how many since the last sign of life."""
    since = Coalesce(OuterRef("sign_of_life__alive_at"), Value(LONG_AGO))
    theirs = silent_dates(now=now).filter(series=OuterRef("pk"), ends_at__gt=since).order_by()
    number = Subquery(theirs.values("series").annotate(n=Count("pk")).values("n"))
    counted = Series.objects.filter(pk__in=series_ids).annotate(number=Coalesce(number, 0))
    new = counted.filter(Q(sign_of_life=None) | ~Q(sign_of_life__silent_dates=F("number")))
    return new.exclude(number=0, sign_of_life=None).values_list("pk", "number")


def tell(hidden: Collection[SignOfLife], now: datetime) -> None:
    """The organisation's owners, and whoever is asked, are told once: with one press it is back."""
    users = _who_may_say({each.series.event.organisation_id for each in hidden})
    people: dict[int, list[int]] = {}
    asked = Responsible.objects.to_ask().filter(event__in={each.series.event_id for each in hidden})
    for event, pk in asked.values_list("event", "pk"):
        people.setdefault(event, []).append(pk)
    messages = [
        outbox.Outgoing(about_silence(each.pk), recipient, occasion=now.isoformat())
        for each in hidden
        for recipient in (
            *(recipient_user(pk) for pk in users.get(each.series.event.organisation_id, [])),
            *(recipient_of(pk) for pk in people.get(each.series.event_id, [])),
        )
    ]
    outbox.queue_many(kind=HIDDEN, messages=messages, now=now)


def _who_may_say(organisation_ids: Collection[int]) -> dict[int, list[int]]:
    """Owners of each organisation, by its id; the other members of one that has no owner."""
    members = Membership.objects.filter(organisation__in=organisation_ids).order_by("pk")
    found: dict[int, dict[str, list[int]]] = {}
    for organisation, role, user in members.values_list("organisation", "role", "user"):
        found.setdefault(organisation, {}).setdefault(role, []).append(user)
    owner = Membership.MemberRole.OWNER
    return {pk: roles.get(owner) or sum(roles.values(), []) for pk, roles in found.items()}


def _hide_dates(now: datetime) -> None:
    """Also those that were made since."""
    hidden = SignOfLife.objects.filter(hidden_at__isnull=False).values("series")
    coming = Occurrence.objects.filter(series__in=hidden, ends_at__gt=now, is_silent=False)
    coming.update(is_silent=True)
