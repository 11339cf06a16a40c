"""What a step says in one language: a translation for each of its texts, and how far it has come.

The states are `source`, `human`, `machine`, `outdated` and `missing`. They follow from hashes alone. A
person's text comes before a machine's; what a person wrote of an earlier source is kept, and shown until it
is renewed, as everywhere on the site.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from newcomers.welcome.choices import TextState
from newcomers.welcome.content.segments import Segment
from newcomers.welcome.models import PackageStep, SharedSection, StepText


class Worth(StrEnum):
    SOURCE = "source"
    HUMAN = "human"
    MACHINE = "machine"
    OUTDATED = "outdated"
    MISSING = "missing"


@dataclass(frozen=True)
class Translated:
    """A translation as it is worth now. `text` is "" where there is none."""

    text: str
    worth: Worth


NOTHING = Translated("", Worth.MISSING)


@dataclass
class Texts:
    """The translations of one step or shared section, and those that its sisters lend.

    Two texts of a package that are the same in its own language are the same in the others: what is written
    twice is translated once.
    """

    exact: dict[tuple[str, str, str], StepText] = field(default_factory=dict)
    by_hash: dict[tuple[str, str], StepText] = field(default_factory=dict)
    earlier: dict[tuple[str, str], StepText] = field(default_factory=dict)

    def of(self, segment: Segment, language: str) -> Translated:
        """The best there is for `segment` in `language`, which is not the source's."""
        row = self.exact.get((language, segment.path, segment.hash))
        if row is None or row.state == TextState.MACHINE:
            lent = self.by_hash.get((language, segment.hash))
            row = lent if lent is not None and (row is None or lent.state == TextState.HUMAN) else row
        if row is not None and row.state == TextState.HUMAN:
            return Translated(row.text, Worth.HUMAN)
        before = self.earlier.get((language, segment.path))
        if before is not None and before.source_hash != segment.hash:
            return Translated(before.text, Worth.OUTDATED)
        return Translated(row.text, Worth.MACHINE) if row is not None else NOTHING

    def languages(self) -> set[str]:
        return {language for language, _path, _hash in self.exact}


def texts_of(sources: Iterable[PackageStep | SharedSection]) -> dict[tuple[type, int], Texts]:
    """The translations of each of `sources`, by (model, pk). Two queries, however many there are."""
    sources = list(sources)
    steps = {each.pk: each.package_id for each in sources if isinstance(each, PackageStep)}
    sections = [each.pk for each in sources if isinstance(each, SharedSection)]
    found: dict[tuple[type, int], Texts] = {(type(each), each.pk): Texts() for each in sources}
    lent: dict[int, dict[tuple[str, str], StepText]] = defaultdict(dict)
    if steps:
        rows = StepText.objects.filter(step__package__in=set(steps.values())).order_by("changed_at", "pk")
        for row in rows.select_related("step"):
            if row.step is not None:
                _remember(row, found.get((PackageStep, row.step.pk)), lent[row.step.package_id])
    if sections:
        for row in StepText.objects.filter(section__in=sections).order_by("changed_at", "pk"):
            if row.section_id is not None:
                _remember(row, found[SharedSection, row.section_id], {})
    for pk, package in steps.items():
        found[PackageStep, pk].by_hash = lent[package]
    return found


def _remember(row: StepText, texts: Texts | None, lent: dict[tuple[str, str], StepText]) -> None:
    """In order of time: the latest stays. A machine's never stands before a person's."""
    key = row.language, row.source_hash
    if key not in lent or row.state == TextState.HUMAN or lent[key].state == TextState.MACHINE:
        lent[key] = row
    if texts is None:
        return
    texts.exact[row.language, row.path, row.source_hash] = row
    if row.state == TextState.HUMAN:
        texts.earlier[row.language, row.path] = row


def tally(segments: Iterable[Segment], texts: Texts, language: str, source: str) -> Mapping[Worth, int]:
    """How many of `segments` are worth what, for readers of `language`."""
    if language == source:
        return Counter({Worth.SOURCE: sum(1 for _segment in segments)})
    return Counter(texts.of(segment, language).worth for segment in segments)
