"""A phone that counts at the door, as the script on it does (`static/js/door-keep.js`)."""

from itertools import count
from uuid import uuid4

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from events.door import phones, services
from events.door.models import Headcount
from events.door.numbers import minus, nothing, numbers_of, plus
from events.door.phones import Sent


class Phone:
    """What the script on a phone knows and does."""

    def __init__(self, occurrence, user, *, knows=True):
        self.occurrence, self.user = occurrence, user
        self.device, self.sequences = uuid4(), count(1)
        self.base, self.mine = nothing(), nothing()
        self.corrections, self.seen, self.ticks = 0, [], {}
        if knows:
            self.look()

    def look(self):
        self.answered(phones.standing(self.occurrence, self.device))

    def answered(self, stands):
        shown = self.shown
        self.mine = dict(stands.mine)
        self.base = stands.others if not stands.is_waiting else minus(shown, self.mine)
        self.corrections, self.seen = stands.corrections, stands.devices

    @property
    def shown(self):
        return plus(self.base, self.mine)

    def press(self, **more):
        self.mine = plus(self.mine, nothing() | more)
        return self

    def message(self, sequence=None):
        shown = {name: number if number is None else max(0, number) for name, number in self.shown.items()}
        return Sent(
            device=self.device,
            sequence=sequence or next(self.sequences),
            corrections=self.corrections,
            counts=dict(self.mine),
            shown=shown,
            seen=self.seen,
            ticks=dict(self.ticks),
        )

    def send(self, message=None, *, is_heard=True, now=None):
        stands = phones.receive(
            occurrence=self.occurrence,
            user=self.user,
            sent=message or self.message(),
            now=now or timezone.now(),
        )
        if is_heard:
            self.ticks = {}
            self.answered(stands)
        return stands


def came() -> dict:
    return numbers_of(Headcount.objects.get())


def correct(occurrence, user, **numbers):
    values = {"adults": 0, "children": 0, "volunteers": 0, "first_timers": 0} | numbers
    services.record_headcount(occurrence=occurrence, user=user, now=timezone.now(), **values)


def address(name, *args):
    with override("en"):
        return reverse(name, args=args)
