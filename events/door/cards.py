"""What head counts add to the portal's front page."""

from datetime import datetime, time, timedelta

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from core.clock import to_utc
from core.portal import Card
from events.models import Occurrence
from events.signups.wording import when

# A volunteer centre has a handful of dates a day; beyond that the front page is the wrong place for a list.
MOST_CARDS = 12


def door_cards(request: HttpRequest) -> list[Card]:
    """Today's dates of the user's organisations, each leading to its head count."""
    now = timezone.now()
    zone = timezone.get_default_timezone()
    today = timezone.localdate(now, zone)
    start = to_utc(datetime.combine(today, time.min), zone)
    end = to_utc(datetime.combine(today + timedelta(days=1), time.min), zone)
    dates = (
        Occurrence.objects.for_user(request.user)
        .public()
        .between(start, end)
        .exclude(status=Occurrence.Status.CANCELLED)
        .with_cards()
    )
    return [_card(date) for date in dates[:MOST_CARDS]]


def _card(occurrence: Occurrence) -> Card:
    return Card(
        group=_("Today at the door"),
        title=occurrence.event.title,
        text=when(occurrence),
        url=reverse("portal_door", args=[occurrence.pk]),
        icon="door",
        order=10,
    )
