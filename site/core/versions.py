"""What an edit form was read at: whoever saves second is shown both, and chooses.

A form carries a digest of what it was filled with. When that has changed by the time it comes back, somebody
else has saved meanwhile: nothing is saved, what stands and what was written are shown field by field, and
sending the form once more lets what was written stand.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.db.models import Model, QuerySet
from django.template.defaultfilters import truncatechars
from django.utils.html import strip_tags
from django.utils.translation import gettext
from wagtail.blocks import StreamValue

from core.formats import in_a_row

FIELD = "read_version"
# Of a long text: enough to see which of the two it is.
SHOWN = 300


@dataclass(frozen=True)
class Difference:
    """One field in which two people wrote different things, in words."""

    label: str
    stands: str
    written: str


def version_of(parts: Iterable[forms.BaseForm]) -> str:
    """A digest of what `parts` were filled with, before anything that was sent is looked at."""
    content = [
        [name, _plain(form.get_initial_for_field(field, name))] for form, name, field in _fields(parts)
    ]
    return hashlib.sha256(json.dumps(content).encode()).hexdigest()[:20]


def is_stale(data: Mapping[str, Any] | None, version: str) -> bool:
    """Whether what was sent was read at another version. What carries none is of no form of ours."""
    read_at = (data or {}).get(FIELD)
    return bool(read_at) and read_at != version


class Reread:
    """A plain form that carries the version its row was read at. Show it with `core/clash.html`."""

    def __init__(self, form: forms.BaseForm) -> None:
        self.version = version_of([form])
        # What stands already clashes with nothing: that form was sent twice.
        self.is_stale = is_stale(form.data, self.version) and form.has_changed()
        self.differences = differences([form]) if self.is_stale else []


def differences(parts: Iterable[forms.BaseForm]) -> list[Difference]:
    """Where what was sent differs from what stands now, in the fields that people see."""
    found = []
    for form, name, field in _fields(parts):
        if field.widget.is_hidden or name not in form.changed_data:
            continue
        bound = form[name]
        stands, written = _in_words(field, bound.initial), _in_words(field, _sent(form, name, field))
        found.append(Difference(str(bound.label), stands, written))
    return found


def clash_message() -> str:
    return gettext(
        "Somebody else has changed this meanwhile, so nothing is saved yet. Look at what it says now "
        "and at what you wrote. Send the form once more to save yours."
    )


def _fields(parts: Iterable[forms.BaseForm]) -> Iterator[tuple[forms.BaseForm, str, forms.Field]]:
    for form in parts:
        yield from ((form, name, field) for name, field in form.fields.items() if name != FIELD)


def _sent(form: forms.BaseForm, name: str, field: forms.Field) -> Any:
    """What was sent, as a value where it is one."""
    return form.cleaned_data[name] if name in getattr(form, "cleaned_data", {}) else form[name].data


def _plain(value: Any) -> Any:
    if isinstance(value, Model):
        return str(value.pk)
    if isinstance(value, StreamValue):
        return json.dumps(value.stream_block.get_prep_value(value), default=str)
    if isinstance(value, (QuerySet, list, tuple, set)):
        return sorted((_plain(each) for each in value), key=str)
    return "" if value is None else str(value)


def _in_words(field: forms.Field, value: Any) -> str:
    if isinstance(field, forms.BooleanField):
        return gettext("Yes") if value else gettext("No")
    if isinstance(value, (QuerySet, list, tuple, set)) and not isinstance(value, StreamValue):
        return in_a_row(*(_in_words(field, each) for each in value))
    if isinstance(field, forms.ModelChoiceField):
        row = value if isinstance(value, Model) else _row(field, value)
        return field.label_from_instance(row) if row else ""
    if isinstance(field, forms.ChoiceField):
        return str(dict(_flat(field.choices)).get(str(value), value or ""))
    return truncatechars(" ".join(strip_tags(str("" if value is None else value)).split()), SHOWN)


def _row(field: forms.ModelChoiceField, value: Any) -> Model | None:
    """The row that was chosen, if it may be: what another's number leads to is nobody's to see."""
    if value in (None, "") or field.queryset is None:
        return None
    try:
        return field.to_python(value)
    except forms.ValidationError:
        return None


def _flat(choices: Any) -> Iterator[tuple[str, Any]]:
    for value, label in choices:
        if isinstance(label, (list, tuple)):
            yield from ((str(each), name) for each, name in label)
        else:
            yield str(value), label
