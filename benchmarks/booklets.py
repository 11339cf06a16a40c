"""Booklets a minute, beside Typst alone: `make bench ARGS=booklets`. Turn by turn in one run.

Typst alone typesets the pages of each booklet, warm and in one process. Ours is a whole job: processes with
limits, a link of each person's own, parts that a killed worker does not lose, sheets to fold, and one file.
"""

import json
import statistics
import sys
import time
from dataclasses import replace

PEOPLE, ROUNDS = 100, 3
ENOUGH = 0.8


def measure() -> None:
    from tests import factories
    from tests.newcomers.welcome.booklet import contents

    municipality = factories.a_municipality()
    people = factories.many_newcomers(PEOPLE, municipality=municipality)
    alone, ours = [], []
    alone_once(contents.booklet(), people[:2])
    for _round in range(ROUNDS):
        alone.append(timed(alone_once, contents.booklet(), people))
        ours.append(timed(job_once, municipality, people, contents.content()))
    rates = {name: PEOPLE * 60 / statistics.median(took) for name, took in (("alone", alone), ("ours", ours))}
    ratio = rates["ours"] / rates["alone"]
    for name, rate in rates.items():
        sys.stdout.write(f"booklets a minute, {name}: {rate:.0f}\n")
    sys.stdout.write(f"ratio: {ratio:.2f} (at least {ENOUGH})\n")


def timed(function, *args) -> float:
    before = time.perf_counter()
    function(*args)
    return time.perf_counter() - before


def alone_once(booklet, people) -> None:
    """Each person's booklet by itself, as Typst makes it."""
    from django.conf import settings

    from core.typesetting import engine
    from newcomers.welcome.booklet.given import Person
    from newcomers.welcome.booklet.recipes import paper_recipe

    for number, person in enumerate(people):
        own = replace(booklet, person=Person(person.name, f"https://moteplass.example/w/{number:022d}/"))
        recipe = paper_recipe(own)
        order = engine.Order(
            root=str(settings.PRINT_TEMPLATES),
            template=recipe.template,
            fonts=str(settings.TYPEFACES),
            format="pdf",
            values=recipe.values,
        )
        engine.typeset(json.dumps(order).encode())


def job_once(municipality, people, content) -> None:
    from django.utils import timezone

    from newcomers.welcome.booklet import making, services
    from newcomers.welcome.models import Campaign, CampaignEdition
    from tests import factories

    now = timezone.now()
    step = factories.a_step(municipality=municipality)
    campaign = Campaign.objects.create(
        municipality=municipality, package=step.package, step=step, created_at=now
    )
    CampaignEdition.objects.create(campaign=campaign, language="nb", content=content)
    deliveries = [factories.a_booklet(campaign, person) for person in people]
    services.order_booklets(
        municipality=municipality,
        deliveries=[each.pk for each in deliveries],
        sheet="70x37",
        user=None,
        now=now,
    )
    if making.make_waiting() != 1:
        raise RuntimeError("the job was not made")
