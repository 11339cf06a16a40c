"""The texts of a step that are translated, each by a path that stays when parts are moved.

They are read from a body as it is stored (`StreamField` as JSON), so that what is frozen, what is drafted and
what a migration sees are read by the same rule.
"""

import hashlib
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from newcomers.welcome.models import PackageStep, SharedSection

LINE, RICH = "line", "rich"
SUBJECT = "subject"
# Wagtail's editor numbers paragraphs: nobody sees it, and nothing is said by it.
BLOCK_KEY = re.compile(r"\sdata-block-key=\"[^\"]*\"")

# By type of part: the texts that are translated, and those of each row of a list. What is missing here (a
# Norwegian word, a name, an address) is the same in every language.
Fields = Mapping[str, Any]
TRANSLATED: Mapping[str, Fields] = {
    "letter": {"text": RICH, "role": LINE},
    "contacts": {"heading": LINE, "contacts": {"helps_with": LINE}},
    "checklist": {"heading": LINE, "items": {"text": LINE}},
    "places": {"heading": LINE},
    "offers": {"heading": LINE, "offers": {"name": LINE, "about": LINE}},
    "explainer": {"explanation": RICH},
    "qr": {"label": LINE},
    "next_events": {"heading": LINE},
    "question": {},
    "shared": {},
}


@dataclass(frozen=True)
class Segment:
    """One text of a source. `part` is the type of the part that it stands in, "subject" without one.

    `field` is its name there. `kind` is `LINE`, or `RICH` for HTML as Wagtail stores it.
    """

    path: str
    text: str
    kind: str
    part: str
    field: str

    @property
    def hash(self) -> str:
        """Of the text, hexadecimal: a translation remembers it."""
        return hash_of(self.text)


def hash_of(text: str) -> str:
    return hashlib.sha256(BLOCK_KEY.sub("", text).strip().encode()).hexdigest()


def raw_body(step: PackageStep) -> list[dict[str, Any]]:
    """The body as it is stored: `[{"type": …, "value": …, "id": …}]`."""
    return json.loads(json.dumps(list(step.body.get_prep_value())))  # type: ignore[call-arg]  # the value, not the field


def rows_of(value: Any) -> list[tuple[str, Any]]:
    """(id, value) of each row of a list, as Wagtail stores it now or stored it once."""
    rows = value if isinstance(value, list) else []
    return [
        (str(row.get("id") or number), row["value"])
        if isinstance(row, dict) and row.get("type") == "item" and "value" in row
        else (str(number), row)
        for number, row in enumerate(rows)
    ]


def segments_of(source: PackageStep | SharedSection) -> list[Segment]:
    """Every text of `source` that has words, in the order in which they are read."""
    if isinstance(source, SharedSection):
        return [
            Segment("heading", source.heading, LINE, "shared", "heading"),
            Segment("text", source.text, RICH, "shared", "text"),
        ]
    return segments_in(source.subject, raw_body(source))


def segments_in(subject: str, body: Iterable[Mapping[str, Any]]) -> list[Segment]:
    """As `segments_of`, of a body as it is stored."""
    found = [Segment(SUBJECT, subject, LINE, SUBJECT, SUBJECT)]
    for number, part in enumerate(body):
        prefix = str(part.get("id") or number)
        found += _within(part.get("value") or {}, TRANSLATED.get(part["type"], {}), prefix, part["type"])
    return [segment for segment in found if segment.text.strip()]


def _within(value: Any, fields: Fields, prefix: str, part: str) -> Iterator[Segment]:
    if not isinstance(value, Mapping):
        return
    for name, kind in fields.items():
        path = f"{prefix}.{name}"
        if isinstance(kind, Mapping):
            for row, inner in rows_of(value.get(name)):
                yield from _within(inner, kind, f"{path}.{row}", part)
        else:
            yield Segment(path, str(value.get(name) or ""), kind, part, name)
