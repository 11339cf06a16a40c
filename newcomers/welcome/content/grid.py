"""The packages of a municipality and their languages as one grid: how far each step has come in each."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from newcomers.welcome.content.texts import Worth, tally, texts_of
from newcomers.welcome.content.working import published, working_segments
from newcomers.welcome.models import PackageStep, WelcomePackage


@dataclass(frozen=True)
class Cell:
    """One step in one language: how many of its texts are worth what."""

    step: PackageStep
    language: str
    counts: Mapping[Worth, int]

    @property
    def total(self) -> int:
        return sum(self.counts.values())

    @property
    def is_source(self) -> bool:
        return Worth.SOURCE in self.counts

    @property
    def is_done(self) -> bool:
        """A person has written, or read, all of it as it is now."""
        return self.counts.get(Worth.HUMAN, 0) == self.total

    @property
    def human(self) -> int:
        return self.counts.get(Worth.HUMAN, 0)

    @property
    def machine(self) -> int:
        return self.counts.get(Worth.MACHINE, 0)

    @property
    def outdated(self) -> int:
        return self.counts.get(Worth.OUTDATED, 0)

    @property
    def missing(self) -> int:
        return self.counts.get(Worth.MISSING, 0)


@dataclass(frozen=True)
class Row:
    """One language of a package, and a cell for each of its steps."""

    language: str
    cells: list[Cell]


@dataclass(frozen=True)
class Grid:
    package: WelcomePackage
    steps: list[PackageStep]
    rows: list[Row]

    @property
    def is_live(self) -> bool:
        return any(step.is_sendable for step in self.steps)


def grids(packages: Iterable[WelcomePackage]) -> list[Grid]:
    """One for each of `packages`, in their order. Three queries, however many there are."""
    packages = list(packages)
    steps = list(
        PackageStep.objects.filter(package__in=packages)
        .select_related("package__municipality", "latest_revision")
        .in_order()
    )
    texts = texts_of(steps)
    segments = {step.pk: working_segments(step) for step in steps}
    made = []
    for package in packages:
        own = [step for step in steps if step.package_id == package.pk]
        rows = [
            Row(
                code,
                [
                    Cell(
                        step,
                        code,
                        tally(segments[step.pk], texts[PackageStep, step.pk], code, package.language),
                    )
                    for step in own
                ],
            )
            for code in package.all_languages
        ]
        made.append(Grid(package, own, rows))
    return made


def unfinished(step: PackageStep, languages: Iterable[str]) -> list[Cell]:
    """Of `languages`, those in which not all of what is published is a person's words. One query."""
    segments, source = published(step).segments, step.package.language
    texts = texts_of([step])[PackageStep, step.pk]
    cells = [Cell(step, code, tally(segments, texts, code, source)) for code in languages if code != source]
    return [cell for cell in cells if not cell.is_done]
