"""Who is on the way through which package, and what is next for each: written down, so that what is due is
found by an index.

A journey begins with the first step that somebody is sent, or when they come on the list where the package
goes to new people by itself. What is next is worked out from the package's steps, from what the person has
had and from the moment up to which everything is settled, and never from what they do here.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Exists, Min, OuterRef, Q, QuerySet, Subquery

from core.privacy import erasures
from newcomers.models import Newcomer, WelcomeSettings
from newcomers.welcome.choices import PackageKind
from newcomers.welcome.models import Delivery, WelcomePackage
from newcomers.welcome.models.steps import Journey
from newcomers.welcome.services import lock_package
from newcomers.welcome.steps.plans import Plan, plans
from organisations.models import Municipality

BATCH = 500
# Of what is due in the very moment of registration.
JUST_BEFORE = timedelta(microseconds=1)


@transaction.atomic
def set_by_itself(*, package: WelcomePackage, on: bool, now: datetime) -> None:
    """Whether the package goes by itself to whoever is put on the list from `now` (UTC) on. A repeat keeps
    the time."""
    rows = WelcomePackage.objects.filter(pk=package.pk)
    if on:
        rows.filter(by_itself_since=None).update(by_itself_since=now)
    else:
        rows.update(by_itself_since=None)
    # The municipality's own choice says the same.
    welcomes = WelcomePackage.objects.filter(municipality=package.municipality_id, kind=PackageKind.WELCOME)
    some = welcomes.filter(by_itself_since__isnull=False)
    WelcomeSettings.objects.update_or_create(
        municipality_id=package.municipality_id, defaults={"goes_by_itself": some.exists()}
    )


@transaction.atomic
def set_place_by_itself(*, municipality: Municipality, on: bool, now: datetime) -> None:
    """The municipality's choice for all its packages. On: the first one goes, unless one does already; which
    others do is said for each. Off: none does."""
    packages = WelcomePackage.objects.filter(municipality=municipality, kind=PackageKind.WELCOME)
    if not on:
        packages.update(by_itself_since=None)
    elif not packages.filter(by_itself_since__isnull=False).exists():
        first = packages.order_by("pk").first()
        if first is not None:
            packages.filter(pk=first.pk).update(by_itself_since=now)


def begin_new(plan: Plan, *, now: datetime) -> int:
    """Begin the journey of everybody who is to have one in this package and has none. Returns how many.

    Idempotent; of two at once the second waits, and finds nobody left.
    """
    number = 0
    while True:
        with transaction.atomic():
            lock_package(plan.package.pk)
            people = list(_without_journey(plan.package, now)[:BATCH])
            journeys = [_begun(plan, person, now) for person in people]
            _work_out(plan, journeys)
            Journey.objects.bulk_create(journeys, ignore_conflicts=True)
        number += len(people)
        if len(people) < BATCH:
            return number


def _without_journey(package: WelcomePackage, now: datetime) -> QuerySet[Newcomer]:
    """Who is to be on the way through `package` and is not yet; when they `began` by a host's mailing."""
    sent = Delivery.objects.had().filter(package=package, newcomer=OuterRef("pk"))
    first = sent.order_by().values("newcomer").annotate(first=Min("campaign__created_at")).values("first")
    meant: Exists | Q = Exists(sent)
    if package.by_itself_since is not None:
        meant = Q(meant) | Q(created_at__gte=package.by_itself_since)
    here = Newcomer.objects.reachable().filter(municipality=package.municipality_id, expires_at__gt=now)
    without = ~Exists(Journey.objects.filter(package=package, newcomer=OuterRef("pk")))
    return here.filter(meant, without).annotate(began=Subquery(first)).order_by("pk")


def _begun(plan: Plan, person: Newcomer, now: datetime) -> Journey:
    """Nothing of before is made up for: what was due before they came on the list, or before the host sent
    them the first step, is settled."""
    began = getattr(person, "began", None)
    return Journey(
        newcomer=person,
        package=plan.package,
        settled_until=began if began else person.created_at - JUST_BEFORE,
    )


def replan(plan: Plan) -> int:
    """Work out anew what is next in every journey of the package, where its steps have changed since that was
    done last. Returns how many were looked at."""
    if plan.package.journeys_by == plan.mark:
        return 0
    number, last = 0, 0
    with transaction.atomic():
        lock_package(plan.package.pk)
        while True:
            rows = Journey.objects.under_way().filter(package=plan.package, pk__gt=last)
            journeys = list(rows.select_related("newcomer").order_by("pk")[:BATCH])
            if not journeys:
                break
            write(plan, journeys)
            number, last = number + len(journeys), journeys[-1].pk
        WelcomePackage.objects.filter(pk=plan.package.pk).update(journeys_by=plan.mark)
    return number


def replan_person(newcomer: Newcomer) -> None:
    """Their month of arrival is another one: what is next is worked out anew."""
    journeys = list(Journey.objects.under_way().filter(newcomer=newcomer))
    if not journeys:
        return
    known = {plan.package.pk: plan for plan in plans({journey.package_id for journey in journeys})}
    for journey in journeys:
        journey.newcomer = newcomer
        if journey.package_id in known:
            write(known[journey.package_id], [journey])


def write(plan: Plan, journeys: list[Journey]) -> None:
    """Work out what is next in `journeys`, whose newcomers are loaded, and write it down. Two statements."""
    _work_out(plan, journeys)
    Journey.objects.bulk_update(
        journeys, ["settled_until", "next_step", "due_at", "passed_over", "ended_at", "ended_why"], BATCH
    )


def _work_out(plan: Plan, journeys: Iterable[Journey]) -> None:
    journeys = list(journeys)
    had = had_by(plan.package.pk, [journey.newcomer_id for journey in journeys])
    for journey in journeys:
        set_next(plan, journey, had[journey.newcomer_id])


def set_next(plan: Plan, journey: Journey, had: Iterable[int]) -> None:
    """What comes next, on the row in memory."""
    dues = []
    if journey.ended_at is None:
        dues = plan.coming(journey.newcomer, after=journey.settled_until, had=set(had))
    journey.next_step = dues[0].step if dues else None
    journey.due_at = dues[0].at if dues else None


def had_by(package: int, people: list[int]) -> Mapping[int, set[int]]:
    """{person: the steps of the package that they have had, over whichever channel}."""
    rows = Delivery.objects.had().filter(package=package, newcomer__in=people)
    found: dict[int, set[int]] = defaultdict(set)
    for newcomer, step in rows.order_by().values_list("newcomer_id", "step_id"):
        found[newcomer].add(step)
    return found


STOPPED = "steps_stopped"


def stop_steps(*, newcomer: Newcomer, now: datetime) -> int:
    """They want no more of what comes by itself, and no backup forgets it. Returns how many journeys end."""
    erasures.remember(STOPPED, [newcomer.public_id])
    return end_all(newcomer=newcomer, why=Journey.Ended.STOPPED, now=now)


def want_steps_again(*, newcomer: Newcomer, now: datetime) -> int:
    """After all. Returns how many journeys go on."""
    number = resume(newcomer=newcomer, why=Journey.Ended.STOPPED, now=now)
    erasures.take_back(STOPPED, [newcomer.public_id])
    return number


def stop_again(pks: Collection[int], now: datetime) -> int:
    """After a backup was put back: they had stopped it since. Returns how many journeys end."""
    rows = Journey.objects.under_way().filter(newcomer__in=pks)
    return rows.update(ended_at=now, ended_why=Journey.Ended.STOPPED, due_at=None, next_step=None)


def end_all(*, newcomer: Newcomer, why: Journey.Ended, now: datetime) -> int:
    """No more steps of any package for them. Returns how many journeys end."""
    rows = Journey.objects.under_way().filter(newcomer=newcomer)
    return rows.update(ended_at=now, ended_why=why, due_at=None, next_step=None)


def resume(*, newcomer: Newcomer, why: Journey.Ended, now: datetime) -> int:
    """They want them again: what is still to come from `now` on comes. Returns how many journeys go on."""
    with transaction.atomic():
        rows = Journey.objects.filter(newcomer=newcomer, ended_why=why)
        number = rows.update(ended_at=None, ended_why="", settled_until=now)
        replan_person(newcomer)
    return number
