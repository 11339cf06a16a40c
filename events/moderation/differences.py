"""How what waits differs from what stood before, in words: what an editor reads before they decide."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext
from wagtail.models import Revision

from core.formats import language_in_words, languages_in_words
from events.facts import capitalised
from events.models import Event, LogEntry
from events.moderation.compare import difference, snapshot
from events.moderation.history import Entry, entry_of

# What is said of an activity, as `events.moderation.compare` keeps it; and what the rows are called that it
# refers to, by the field's name and the row's key.
Said = Mapping[str, Any]
Names = Mapping[tuple[str, Any], str]


@dataclass(frozen=True)
class Difference:
    """One thing that is not as it was. `language` is of people's own words, empty for ours."""

    label: str
    before: str
    after: str
    language: str = ""


def base_of(event: Event) -> Event | None:
    """What `event` is compared with: what is shown, else what was sent back; None for what is new."""
    if event.live:
        return event
    asked = LogEntry.objects.of(event.pk).filter(what=LogEntry.What.CHANGES_ASKED_FOR).first()
    version = Revision.objects.filter(pk=asked.version).first() if asked and asked.version else None
    return version.as_object() if version and version.pk != event.latest_revision_id else None


def differences(base: Event, newest: Event) -> list[Difference]:
    before, after = difference(snapshot(base), snapshot(newest))
    return list(in_words(before, after, names_in([before, after])))


def names_in(said: Iterable[Said]) -> Names:
    """What the rows are called that `said` refer to: one query for each table, however much is said."""
    keys: dict[str, set[Any]] = defaultdict(set)
    for name, value in ((name, value) for one in said for name, value in one.items()):
        if value is not None and isinstance(_field(name), models.ForeignKey):
            keys[name].add(value)
    return {
        (name, row.pk): str(row)
        for name, wanted in keys.items()
        for row in _field(name).related_model._default_manager.filter(pk__in=wanted)
    }


def in_words(before: Said, after: Said, names: Names) -> Iterator[Difference]:
    """What `events.moderation.compare.difference` found, as people read it. For the log too."""
    yield from _texts(before.get("texts") or {}, after.get("texts") or {})
    for name in after:
        if name == "programme":
            yield Difference(gettext("Programme"), _lines(before.get(name)), _lines(after[name]))
        elif name == "contact":
            yield Difference(gettext("Whom to reach"), "–", gettext("Changed"))
        elif name != "texts" and (field := _field(name)):
            yield Difference(
                capitalised(str(field.verbose_name)),
                value_in_words(field, before.get(name), names),
                value_in_words(field, after[name], names),
            )


def _field(name: str) -> Any:
    return next((field for field in Event._meta.concrete_fields if field.name == name), None)


def _texts(before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[Difference]:
    labels = {"title": gettext("Title"), "description": gettext("Description")}
    for language in {**before, **after}:
        was, became = before.get(language) or {}, after.get(language) or {}
        for part, label in labels.items():
            if was.get(part, "") != became.get(part, ""):
                said = f"{label} ({language_in_words(language)})"
                yield Difference(said, was.get(part) or "–", became.get(part) or "–", language)


def _lines(items: Any) -> str:
    return "\n".join(f"{starts} {words}" for starts, words in items or []) or "–"


def value_in_words(field: models.Field, value: Any, names: Names) -> str:
    """A value as `snapshot` keeps it, in the reader's words."""
    if isinstance(field, models.BooleanField):
        return gettext("Yes") if value else gettext("No")
    if value is None or value == "" or value == []:
        return "–"
    if isinstance(field, models.ForeignKey):
        return names.get((field.name, value), "–")
    if isinstance(field, ArrayField):
        return languages_in_words(value)
    if field.choices:
        return str(dict(field.flatchoices).get(value, value))
    return str(value)


def changes_of_dates(event: Event, *, since: datetime | None) -> list[Entry]:
    """What was done to the dates since they were last approved: they change at once."""
    kinds = (LogEntry.What.DATES_CHANGED, LogEntry.What.DATE_CANCELLED)
    entries = LogEntry.objects.of(event.pk).filter(what__in=kinds).select_related("user")
    if since is not None:
        entries = entries.filter(at__gt=since)
    return [entry_of(entry) for entry in entries[:10]]
