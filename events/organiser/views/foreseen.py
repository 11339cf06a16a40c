"""Before dates are changed, a page shows what will happen; a yes saves it, and going back loses nothing."""

import hashlib
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from core.clock import local_day
from core.formats import day_with_beginning, hours
from events.dates.changes import DateChange, What
from events.dates.plan import Plan
from events.dates.services import Foreseen, foresee
from events.models import Event, Occurrence

# What is shown of each kind before "and 40 more".
MOST_SHOWN = 6
HIDDEN_NOT = ("csrfmiddlewaretoken", "yes")


def ask_first(
    request: HttpRequest,
    *,
    event: Event,
    plan: Plan | None,
    now: datetime,
    from_here: Occurrence | None = None,
    elsewhere: Sequence[DateChange] = (),
) -> HttpResponse | None:
    """The page that asks; None when there is nothing to ask, or what is shown on it got its yes.

    A yes is to what was shown: when something else would happen by now, it is asked anew. `elsewhere` is what
    another place is to the dates: alone it is asked about where somebody means to come.
    """
    nothing = Foreseen([], 0, [])
    foreseen = foresee(event=event, plan=plan, now=now, from_here=from_here) if plan else nothing
    only_place = not (foreseen.changes or foreseen.made)
    foreseen = replace(foreseen, changes=[*foreseen.changes, *elsewhere])
    if only_place and not foreseen.people.is_anybody:
        return None
    if not event.live and not foreseen.people.is_anybody:
        # Nobody has seen the dates of a draft.
        return None
    fingerprint = _fingerprint(foreseen)
    if request.POST.get("yes") == fingerprint:
        return None
    context = {
        "event": event,
        "from_here": from_here,
        "text": event.source_text or event.text_for(),
        "foreseen": foreseen,
        "only_place": only_place,
        "people": foreseen.people,
        "groups": _groups(foreseen),
        "fingerprint": fingerprint,
        "asked_before": "yes" in request.POST,
        "typed": [
            (name, value)
            for name, values in request.POST.lists()
            if name not in HIDDEN_NOT
            for value in values
        ],
    }
    return render(request, "events/organiser/foreseen.html", context)


def _fingerprint(foreseen: Foreseen) -> str:
    people = foreseen.people
    seen = [
        sorted(
            (
                *(each.occurrence_id, each.what, each.after.starts_at, each.after.ends_at),
                *(each.after.venue_id or 0, each.after.meeting_point or "", each.after.online_url or ""),
            )
            for each in foreseen.changes
        ),
        foreseen.made,
        sorted(each.pk for each in foreseen.kept),
        people,
    ]
    return hashlib.sha256(repr(seen).encode()).hexdigest()[:16]


def _groups(foreseen: Foreseen) -> list[dict[str, object]]:
    """What happens to dates there are: each kind with its number, the first of them, and how many follow."""
    kinds: dict[str, list[DateChange]] = {}
    for change in sorted(foreseen.changes, key=lambda each: each.before.starts_at):
        kinds.setdefault(_kind(change), []).append(change)
    return [
        {
            "kind": kind,
            "number": len(changes),
            "shown": [_line(change) for change in changes[:MOST_SHOWN]],
            "more": max(0, len(changes) - MOST_SHOWN),
        }
        for kind, changes in kinds.items()
    ]


KINDS = {
    What.CANCELLED: "cancelled",
    What.BACK: "back",
    What.CHANGED_LENGTH: "length",
    What.PLACE: "place",
    What.MEETING: "place",
    What.LINK: "place",
}
# Of these the day alone is said: what is new stands in the form.
BY_DAY = (What.CANCELLED, What.PLACE, What.MEETING, What.LINK)


def _kind(change: DateChange) -> str:
    return KINDS.get(change.what, "moved")


def _line(change: DateChange) -> tuple[str, str]:
    """How it was, and how it will be; the second is empty for what is cancelled."""
    before, after = change.before, change.after
    was = day_with_beginning(before.starts_at, before.ends_at)
    if change.what in BY_DAY:
        return was, ""
    if local_day(before.starts_at) == local_day(after.starts_at):
        return was, hours(after.starts_at, after.ends_at)
    return was, day_with_beginning(after.starts_at, after.ends_at)
