"""What a step says: as it is in memory, as it is published, or as its writers have it."""

import json
from dataclasses import dataclass
from typing import Any

from wagtail.models import Revision

from newcomers.welcome.content.segments import Segment, raw_body, segments_in, segments_of
from newcomers.welcome.models import PackageStep, SharedSection


@dataclass(frozen=True)
class Written:
    """The words of a step in its own language. `body` is as it is stored: a list of parts."""

    subject: str
    body: list[dict[str, Any]]

    @property
    def segments(self) -> list[Segment]:
        return segments_in(self.subject, self.body)


def written(step: PackageStep) -> Written:
    """As it is in memory: in the editor's preview."""
    return Written(step.subject, raw_body(step))


def published(step: PackageStep) -> Written:
    """What readers get, whatever is being drafted. No query where `live_revision` is loaded."""
    return _of(step.live_revision) or written(step)


def drafted(step: PackageStep) -> Written:
    """What its writers see: the newest draft. No query where `latest_revision` is loaded.

    Whoever translates does so before it is published: the translation belongs to the words, and waits with
    them.
    """
    return _of(step.latest_revision) or written(step)


def _of(revision: Revision | None) -> Written | None:
    if revision is None:
        return None
    return Written(revision.content["subject"], json.loads(revision.content["body"]))


def working_segments(source: PackageStep | SharedSection) -> list[Segment]:
    """What there is to translate in `source`."""
    return segments_of(source) if isinstance(source, SharedSection) else drafted(source).segments
