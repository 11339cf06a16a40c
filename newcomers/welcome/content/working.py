"""A step as its writers have it before them: the newest draft, where there is one.

Whoever translates does so before it is published: the translation belongs to the words, and waits with them.
"""

import json
from typing import Any

from newcomers.welcome.content.segments import Segment, raw_body, segments_in, segments_of
from newcomers.welcome.models import PackageStep, SharedSection


def working_text(step: PackageStep) -> tuple[str, list[dict[str, Any]]]:
    """(subject, body as it is stored). Ask for `latest_revision` with the step: then it costs no query."""
    if step.latest_revision is None:
        return step.subject, raw_body(step)
    content = step.latest_revision.content
    return content["subject"], json.loads(content["body"])


def working_segments(source: PackageStep | SharedSection) -> list[Segment]:
    """What there is to translate in `source`."""
    if isinstance(source, SharedSection):
        return segments_of(source)
    return segments_in(*working_text(source))
