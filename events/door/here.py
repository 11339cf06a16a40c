"""At the door, for who comes: the poster of a place, today's date, and "I am new here" as a number.

What somebody has taken part in is on a list in their own browser (`static/js/my-list.js`), and is never sent.
All that reaches us is one more in `SelfCount`, without any id. See docs/participation.md.
"""

from datetime import datetime

from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from core.clock import local_day
from core.languages import language_codes
from core.models import User
from core.typesetting.services import Recipe
from events.choices import Category
from events.door.models import SelfCount
from events.door.services import door_opens_at
from events.door.ticks import ends_at
from events.models import Occurrence
from events.printing import drawings
from events.printing.sides import Side, address_for_all, written_in
from organisations import icnpo
from organisations.models import Venue


def keeps_lists(occurrence: Occurrence) -> bool:
    """Whether it is one for a list: never where it would tell of somebody's belief or health (legal.md L3).

    No kind of activity is about health; an organisation whose work is health alone, by
    Frivillighetsregisteret, keeps no lists.
    """
    if icnpo.is_health_alone(occurrence.organisation.icnpo):
        return False
    return occurrence.category not in Category.sensitive()


def is_open(occurrence: Occurrence, *, now: datetime) -> bool:
    """Whether whoever stands at the door can put it on their list, and say that they are new."""
    is_on = occurrence.is_public and occurrence.takes_place and keeps_lists(occurrence)
    return is_on and door_opens_at(occurrence) <= now < ends_at(occurrence)


def dates_at(venue: Venue, *, now: datetime) -> list[Occurrence]:
    """Today's dates at the place that can be put on a list, the first first. Two queries at the most."""
    today = local_day(now)
    rows = Occurrence.objects.public().scheduled().filter(venue=venue, municipality__is_active=True)
    rows = rows.exclude(category__in=Category.sensitive()).on_days(today, today, now=now).with_cards()
    return [each for each in rows.order_by("starts_at", "pk") if is_open(each, now=now)]


@transaction.atomic
def say_new(*, occurrence: Occurrence, is_first: bool, now: datetime) -> bool:
    """Add one who is new in the municipality; `is_first`: and here for the first time. `now` is UTC.

    False where it cannot be said: the date is over, called off, or one that keeps no lists.
    """
    occurrence = Occurrence.objects.select_for_update(of=("self",)).get(pk=occurrence.pk)
    if not is_open(occurrence, now=now):
        return False
    row, _is_new = SelfCount.objects.get_or_create(occurrence=occurrence)
    rows = SelfCount.objects.filter(pk=row.pk)
    rows.update(newcomers=F("newcomers") + 1, newcomers_first=F("newcomers_first") + int(is_first))
    return True


def venues_for_poster(user: User) -> QuerySet[Venue]:
    """The places whose poster `user` may make: those they look after, and those where their dates are."""
    meets = Occurrence.objects.for_user(user).filter(venue__isnull=False).values("venue")
    looked_after = Venue.objects.looked_after_by(user).values("pk")
    return Venue.objects.standing().filter(Q(pk__in=meets) | Q(pk__in=looked_after))


def address_of(venue: Venue) -> str:
    """Where the code leads: whoever opens it gets their own language."""
    return address_for_all(reverse("venue_here", args=[venue.municipality.slug, venue.pk]))


def poster_of(venue: Venue) -> Recipe:
    """An A4 sheet for the door. Everything in it is public."""
    own = venue.municipality.language
    languages = sorted(language_codes(), key=lambda code: code != own)
    shown = [code for code in languages if code == own or code not in ("nb", "nn")]
    sides = [_side(language) for language in shown]
    values = {
        "title": sides[0]["heading"],
        "language": own,
        "rtl": False,
        "name": venue.name,
        "logo": drawings.logo(),
        "qr": drawings.qr_code(address_of(venue)),
        "address": address_of(venue).removeprefix("https://").removeprefix("http://"),
        "sides": sides,
    }
    return Recipe("way_in.typ", "pdf", values)


def _side(language: str) -> Side:
    with written_in(language) as side:
        return side | {
            "heading": _("Keep your own list"),
            "words": _(
                "Scan the code when you come: today is put on a list in your own phone. We do not see it."
            ),
        }
