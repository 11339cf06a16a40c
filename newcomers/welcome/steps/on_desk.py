"""What the host's desk says of the steps: who would like company, and what goes by itself soon."""

from collections.abc import Iterable

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.formats import day, labelled, number
from core.isolation import filled
from newcomers.welcome.choices import PackageKind
from newcomers.welcome.desk.parts import Desk, Line, Waiting
from newcomers.welcome.models import CompanyWish
from newcomers.welcome.steps.coming import coming

LINES = 6


def company(desk: Desk) -> Iterable[Waiting]:
    """Who would like company the first time, and has not got it yet."""
    waiting = CompanyWish.objects.filter(
        newcomer__municipality=desk.place, settled_at=None, expires_at__gt=desk.now
    ).count()
    if waiting:
        title = ngettext(
            "%(number)s person would like company", "%(number)s people would like company", waiting
        )
        yield Waiting(
            key="company",
            title=filled(title, number=number(waiting)),
            text=_("They have answered that they would like somebody to come with them the first time."),
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
