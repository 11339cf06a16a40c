""" "Meet me at the door": who does it, with their own yes, and who would like it.

Who is named has said yes themselves, behind a link of their own or logged in with the address that they are
asked at. Before the date they are told how many want to be met: a first name where somebody has signed up
with one, a number of those who just come.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django import forms
from django.db import transaction
from django.db.models import F
from django.db.models.functions import Greatest
from django.utils.translation import gettext as _

from core.forms import Form
from core.isolation import filled
from core.mail.outbox import services as outbox
from events.besides.ending import wishes_end
from events.besides.kinds import GREETER_ASKED, recipient_of
from events.besides.models import Greeter, MetAtTheDoor, WantsToBeMet
from events.choices import Category
from events.models import Event, Occurrence, Responsible
from events.signups.besides import Beside, Data
from events.signups.models import Signup

FIELD = "meet_me"
# More than anybody can meet: whoever presses it a hundred times says nothing.
MOST = 50


def greeter_of(event: Event) -> Greeter | None:
    """Who meets people at this activity: the first who has said yes. One query.

    Nobody is named where coming tells what somebody believes.
    """
    if event.category in Category.sensitive():
        return None
    rows = Greeter.objects.willing().filter(responsible__event=event)
    return rows.select_related("responsible").first()


def greeter_name_at(occurrence: Occurrence) -> str:
    """The first name of who meets people at the door of a date; "" where nobody does, or there is no door.

    One query, where it was not loaded with the date.
    """
    if occurrence.venue_id is None or occurrence.event.category in Category.sensitive():
        return ""
    if hasattr(occurrence, "greeter_name"):
        name = occurrence.greeter_name or ""
    else:
        greeter = greeter_of(occurrence.event)
        name = greeter.name if greeter else ""
    return next(iter(name.split()), "")


@transaction.atomic
def ask(*, responsible: Responsible, now: datetime) -> bool:
    """Ask a volunteer whether they would meet people. False where they have said yes already, or no more."""
    row, _is_new = Greeter.objects.select_for_update().get_or_create(
        responsible=responsible, defaults={"name": responsible.name}
    )
    if row.says_yes(responsible) or responsible.stopped_at is not None:
        return False
    row.name, row.asked_at, row.said_yes_at = responsible.name, now, None
    row.save(update_fields=["name", "asked_at", "said_yes_at"])
    outbox.queue(
        kind=GREETER_ASKED,
        about=f"event:{responsible.event_id}",
        recipient=recipient_of(responsible.pk),
        # Asked again the same day: once.
        occasion=now.date().isoformat(),
        now=now,
    )
    return True


@transaction.atomic
def answer(*, responsible: Responsible, yes: bool, now: datetime) -> None:
    """Their own word. A no later takes the yes back: from then on nobody is promised anything."""
    if not yes:
        Greeter.objects.filter(responsible=responsible).delete()
        return
    Greeter.objects.update_or_create(
        responsible=responsible, defaults={"name": responsible.name, "said_yes_at": now}
    )


class MeetForm(Form):
    """One tick."""

    def __init__(self, data: Data, *, name: str) -> None:
        super().__init__(data)
        self.fields[FIELD] = forms.BooleanField(
            label=filled(_("%(name)s may meet me at the door"), name=name),
            required=False,
            help_text=_(
                "For when it is hard to come alone the first time. They are told your first name and nothing"
                " else."
            ),
        )


def form_for(occurrence: Occurrence, data: Data, now: datetime) -> MeetForm | None:
    """None where nobody meets people, or there is no door. One query at the most."""
    name = greeter_name_at(occurrence)
    return MeetForm(data, name=name) if name else None


def keep(signup: Signup, form: forms.Form, now: datetime) -> None:
    if form.cleaned_data.get(FIELD):
        ends = {"expires_at": signup.occurrence.ends_at}
        WantsToBeMet.objects.update_or_create(signup=signup, defaults=ends)
    else:
        WantsToBeMet.objects.filter(signup=signup).delete()


def moved(signup: Signup, now: datetime) -> None:
    wishes_end(signup=signup)


def said(signups: Collection[Signup]) -> dict[int, list[str]]:
    """One query."""
    rows = WantsToBeMet.objects.filter(signup__in=[each.pk for each in signups])
    return {row.signup_id: [_("Would like to be met at the door")] for row in rows}


def totals(occurrence: Occurrence) -> list[str]:
    """Two queries."""
    wanted = wanted_at(occurrence)
    if not wanted.number:
        return []
    return [filled(_("Would like to be met at the door: %(number)s"), number=wanted.number)]


@dataclass(frozen=True)
class Wanted:
    """How many parties want to be met at a date, and the first names of those who have signed up."""

    number: int
    names: list[str]


def wanted_at(occurrence: Occurrence) -> Wanted:
    """Two queries."""
    rows = WantsToBeMet.objects.filter(signup__in=occurrence.signups.confirmed().order_by().values("pk"))
    names = [row.signup.name.split()[0] for row in rows.select_related("signup") if row.signup.name.split()]
    just_come = MetAtTheDoor.objects.filter(occurrence=occurrence).first()
    return Wanted(len(names) + (just_come.number if just_come else 0), sorted(names))


def can_say(occurrence: Occurrence, *, now: datetime) -> bool:
    """Whether somebody who just comes can say so: the door of a date that takes place and is to come."""
    event = occurrence.event
    is_open = occurrence.is_public and occurrence.takes_place and occurrence.ends_at > now
    return is_open and occurrence.venue_id is not None and not event.takes_signups


@transaction.atomic
def say(*, occurrence: Occurrence) -> None:
    """One more, who just comes, would like to be met."""
    MetAtTheDoor.objects.bulk_create([MetAtTheDoor(occurrence=occurrence)], ignore_conflicts=True)
    MetAtTheDoor.objects.filter(occurrence=occurrence, number__lt=MOST).update(number=F("number") + 1)


def take_back(*, occurrence: Occurrence) -> None:
    """One less."""
    MetAtTheDoor.objects.filter(occurrence=occurrence).update(number=Greatest(F("number") - 1, 0))


BESIDE = Beside("meet", "besides/meet_asked.html", form_for, keep, said, totals, moved=moved)
