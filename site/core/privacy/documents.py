"""The papers that a municipality and an organisation need, made of the declaration: docs/privacy/.

The record of processing (GDPR art. 30), a draft of the impact assessment (art. 35), the annex of the
processor agreement (art. 28), and the list of every field about people. Words and numbers come from
`purposes`, `declaration`, the settings that end the rows, and `processing.toml`; the prose is in
templates/privacy/docs/.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.template.loader import render_to_string
from django.utils.translation import override

from core.mail.outbox.services import KEPT_FOR
from core.privacy.asking import OPENS_FOR
from core.privacy.declaration import PERSONAL, other_fields
from core.privacy.ends import Ends, Personal
from core.privacy.labels import label_of
from core.privacy.purposes import PURPOSES, Purpose

COMMAND = "make privacy"
# Of each file its template and its language.
DOCUMENTS: Mapping[str, tuple[str, str]] = {
    "README.md": ("readme", "nb"),
    "behandlingsprotokoll.md": ("record", "nb"),
    "personvernkonsekvenser-utkast.md": ("assessment", "nb"),
    "databehandleravtale-vedlegg.md": ("annex", "nb"),
    "personopplysninger.md": ("fields", "nb"),
    "personal-fields.md": ("fields_english", "en"),
}


@dataclass(frozen=True)
class Processing:
    """One purpose with what only the papers say. `controller` is a key of the file's table."""

    purpose: Purpose
    controller: str
    responsible: str
    people: str
    recipients: str
    risk: str
    measures: str
    fields: int
    models: list[str]

    @property
    def kept(self) -> str:
        return self.purpose.kept()


@dataclass(frozen=True)
class FieldLine:
    """One field about people."""

    model: str
    name: str
    label: str
    purpose: Purpose
    ends: str


def documents() -> dict[str, str]:
    """{name of a file: its text}, each in its own language."""
    return {name: _made(template, language) for name, (template, language) in DOCUMENTS.items()}


def write(folder: Path) -> list[str]:
    """Write them into `folder`. Returns the names of those that have changed."""
    folder.mkdir(parents=True, exist_ok=True)
    changed = []
    for name, text in documents().items():
        path = folder / name
        if not path.is_file() or path.read_text(encoding="utf-8") != text:
            path.write_text(text, encoding="utf-8")
            changed.append(name)
    return changed


def _made(template: str, language: str) -> str:
    with override(language):
        text = render_to_string(f"privacy/docs/{template}.md", _context(language))
    # Tables are whole: a line of a loop leaves no gap, and cells hold no line break.
    lines = [line.rstrip() for line in text.splitlines()]
    kept = [line for number, line in enumerate(lines) if line or (number and lines[number - 1])]
    return _without_gaps_in_tables("\n".join(kept).strip() + "\n")


def _without_gaps_in_tables(text: str) -> str:
    lines = text.splitlines()
    kept = [
        line
        for number, line in enumerate(lines)
        if line
        or not (0 < number < len(lines) - 1 and lines[number - 1][:1] == "|" and lines[number + 1][:1] == "|")
    ]
    return "\n".join(kept) + "\n"


@lru_cache(maxsize=1)
def words() -> Mapping[str, Any]:
    """What `processing.toml` says."""
    with (Path(__file__).parent / "processing.toml").open("rb") as file:
        return tomllib.load(file)


def _context(language: str) -> dict[str, Any]:
    processings = [_processing(purpose) for purpose in PURPOSES]
    return {
        "command": COMMAND,
        "processings": processings,
        "by_controller": [
            (name, [each for each in processings if each.controller == key])
            for key, name in words()["controllers"].items()
        ],
        "fields": list(field_lines(language)),
        "not_personal": len(list(other_fields())),
        "outbox_days": KEPT_FOR.days,
        "link_days": OPENS_FOR.days,
        "settings": settings,
    }


def _processing(purpose: Purpose) -> Processing:
    said = words()["purposes"].get(purpose.slug)
    if said is None:
        raise LookupError(f"whose data [purposes.{purpose.slug}] is, processing.toml does not say")
    declared = [each for each in PERSONAL if each.purpose is purpose]
    return Processing(
        purpose=purpose,
        responsible=words()["controllers"][said["controller"]],
        fields=sum(len(each.fields.split()) for each in declared),
        models=sorted({each.model for each in declared}),
        **said,
    )


def field_lines(language: str) -> list[FieldLine]:
    """Every declared field, with how it ends in words; in the active language, which is `language`."""
    return [
        FieldLine(
            model=each.model,
            name=name,
            label=_label(each, name),
            purpose=each.purpose,
            ends=each.ends.value if language == "en" else words()["ends"][Ends(each.ends).name],
        )
        for each in PERSONAL
        for name in each.fields.split()
    ]


def _label(declared: Personal, name: str) -> str:
    text = str(label_of(apps.get_model(declared.model)._meta.get_field(name)))
    return text[:1].upper() + text[1:]
