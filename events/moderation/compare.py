"""How two versions of an activity differ: what the log keeps, and what an editor is shown."""

from collections.abc import Mapping
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from django.db import models

from events.models import Event

Plain = dict[str, Any]
# Whom to reach is a person's own: the log says that it was changed, and not from whom to whom.
NAMES_SOMEBODY = frozenset({"contact_name", "contact_email", "contact_phone"})


def fields_of_events() -> list[models.Field]:
    return [field for field in Event._meta.concrete_fields if field.name not in Event.NOT_SAID]


def snapshot(event: Event) -> Plain:
    """What this version says, as JSON keeps it."""
    said: Plain = {field.name: _plain(getattr(event, field.attname)) for field in fields_of_events()}
    said["texts"] = {
        text.language: {"title": text.title, "description": text.description} for text in event.texts.all()
    }
    said["programme"] = [[f"{item.starts:%H:%M}", item.words] for item in event.programme.all()]
    return said


def _plain(value: object) -> object:
    if isinstance(value, Decimal):
        return str(value.normalize())
    return value.isoformat() if isinstance(value, datetime | date | time) else value


def difference(before: Plain, after: Plain) -> tuple[Plain, Plain]:
    """What is not the same: how it stood and how it stands. Of texts, the languages that differ."""
    names = [name for name in after if before.get(name) != after[name] and name not in NAMES_SOMEBODY]
    was, became = {name: before.get(name) for name in names}, {name: after[name] for name in names}
    if "texts" in names:
        was["texts"], became["texts"] = _changed_texts(before.get("texts") or {}, after["texts"])
    if any(before.get(name) != after.get(name) for name in NAMES_SOMEBODY):
        became["contact"] = True
    return was, became


def _changed_texts(before: Mapping[str, Any], after: Mapping[str, Any]) -> tuple[Plain, Plain]:
    changed = [code for code in {**before, **after} if before.get(code) != after.get(code)]
    return {code: before.get(code) for code in changed}, {code: after.get(code) for code in changed}
