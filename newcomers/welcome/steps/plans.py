"""What a package sends by itself, in one reading: its steps that are published, in use and not held back."""

import hashlib
import json
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from newcomers.models import Newcomer
from newcomers.welcome.choices import PackageKind, StepKind
from newcomers.welcome.content.segments import raw_body
from newcomers.welcome.models import PackageStep, WelcomePackage
from newcomers.welcome.steps.times import TOO_LATE, due_at


@dataclass(frozen=True)
class Due:
    """`step` is due at `at` (UTC) to whoever was asked about."""

    at: datetime
    step: PackageStep


@dataclass(frozen=True)
class Plan:
    """One package and the steps that go by themselves, in no order: what comes first differs by person."""

    package: WelcomePackage
    steps: tuple[PackageStep, ...]

    @cached_property
    def mark(self) -> str:
        """Another one as soon as anything is different that moves a due time."""
        said = sorted(
            (step.pk, step.kind, step.after_days, step.from_hour, step.to_hour) for step in self.steps
        )
        return hashlib.sha256(json.dumps(said).encode()).hexdigest()[:16]

    @cached_property
    def questions(self) -> Mapping[int, frozenset[str]]:
        """{pk of a step: the questions that it asks as it is published}."""
        return {step.pk: questions_in(raw_body(step)) for step in self.steps}

    def coming(self, newcomer: Newcomer, *, after: datetime, had: Collection[int]) -> list[Due]:
        """What is due to `newcomer` later than `after` (UTC), in order, without the steps that they `had`."""
        tried = ((due_at(step, newcomer), step) for step in self.steps if step.pk not in had)
        dues = [Due(at, step) for at, step in tried if at is not None and at > after]
        return sorted(dues, key=lambda due: (due.at, due.step.pk))


def questions_in(body: Iterable[Mapping[str, object]]) -> frozenset[str]:
    """The kinds of questions that a body, as it is stored, asks."""
    values = (part.get("value") for part in body if part.get("type") == "question")
    return frozenset(str(value.get("kind")) for value in values if isinstance(value, Mapping))


def chosen_of(dues: list[Due], now: datetime) -> Due | None:
    """Of what is due at `now` the one that is sent: the welcome, which nothing overtakes, else the latest,
    unless it is too late for it."""
    welcome = [due for due in dues if due.step.kind == StepKind.ARRIVAL]
    in_time = [due for due in dues if due.at > now - TOO_LATE]
    return next(iter(welcome or in_time[::-1]), None)


def plans(packages: Collection[int] | None = None) -> list[Plan]:
    """The plan of each package, or of those `packages`. Two queries."""
    rows = WelcomePackage.objects.filter(kind=PackageKind.WELCOME).select_related("municipality")
    if packages is not None:
        rows = rows.filter(pk__in=packages)
    found = {package.pk: package for package in rows.order_by("pk")}
    steps: dict[int, list[PackageStep]] = {pk: [] for pk in found}
    going = PackageStep.objects.filter(package__in=found, is_on=True, live=True, hold=None)
    for step in going.exclude(kind=StepKind.MESSAGE).order_by("pk"):
        step.package = found[step.package_id]
        steps[step.package_id].append(step)
    return [Plan(package, tuple(steps[pk])) for pk, package in found.items()]
