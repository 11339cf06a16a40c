"""What a thing is called, in the active language."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from core.isolation import filled
from events.lending.choices import Kind
from events.lending.models import Thing
from events.lending.wanting import Want, want_of


def kind_in_words(kind: str) -> str:
    return str(Kind(kind).label) if kind in Kind.values else kind


def want_in_words(want: Want) -> str:
    """ "Ski boots, 38", or "Tent"."""
    if want.kind == Kind.OTHER:
        return want.size
    if not want.size:
        return kind_in_words(want.kind)
    return filled(_("%(thing)s, %(size)s"), thing=kind_in_words(want.kind), size=want.size)


def thing_in_words(thing: Thing) -> str:
    return want_in_words(want_of(thing))


def counted(things: Iterable[Thing]) -> list[str]:
    """How many of each, in the order of the list: ["Ski boots, 38: 2"]."""
    numbers: dict[Want, int] = {}
    for thing in things:
        want = want_of(thing)
        numbers[want] = numbers.get(want, 0) + 1
    return [
        filled(_("%(thing)s: %(number)s"), thing=want_in_words(want), number=number)
        for want, number in sorted(numbers.items())
    ]
