"""What the host's desk says of the steps: who would like company, and what goes by itself soon."""

from collections.abc import Iterable

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.clock import local_day
from core.formats import day, labelled, number
from core.isolation import filled
from newcomers.welcome.choices import PackageKind
from newcomers.welcome.desk.parts import Desk, Line, Waiting
from newcomers.welcome.models import CompanyWish
from newcomers.welcome.steps.coming import coming

LINES = 6


def company(desk: Desk) -> Iterable[Waiting]:
    """Who would like a hand, and has not got it yet."""
    wishes = CompanyWish.objects.standing(desk.now).filter(newcomer__municipality=desk.place, settled_at=None)
    found = list(wishes.values_list("asked_at", flat=True))
    waiting = len(found)
    if waiting:
        title = ngettext(
            "%(number)s person would like a hand", "%(number)s people would like a hand", waiting
        )
        said = _(
            "They have answered yes to company, or to hearing from you. The first has waited since %(day)s."
        )
        yield Waiting(
            key="company",
            title=filled(title, number=number(waiting)),
            text=filled(said, day=day(local_day(found[0]))),
            url=desk.url("company_wishes"),
            action=_("See who"),
            icon="people",
            number=waiting,
        )


def due(desk: Desk) -> Iterable[Waiting]:
    """Steps that leave by themselves in the next two weeks."""
    packages = [grid.package for grid in desk.grids if grid.package.kind == PackageKind.WELCOME]
    found = coming(packages, now=desk.now)
    if found:
        people = sum(each.number for each in found)
        title = ngettext(
            "%(number)s letter goes by itself in the next two weeks",
            "%(number)s letters go by themselves in the next two weeks",
            people,
        )
        yield Waiting(
            key="steps",
            title=filled(title, number=number(people)),
            text=_("You need to do nothing. You can hold a step back."),
            url=desk.url("welcome_steps"),
            action=_("See what goes"),
            icon="calendar",
            number=people,
            lines=[
                Line(text=labelled(day(each.day), each.step.title), note=number(each.number))
                for each in found[:LINES]
            ],
        )
