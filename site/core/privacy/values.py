"""The value of a field about a person: in words for the person, and as JSON has it for a program."""

import json
from datetime import date, datetime
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils.translation import gettext as _

from core.fields import TelephoneField
from core.formats import day_and_time, day_with_year, in_words, language_in_words, telephone

LANGUAGES = ("language", "page_language")


def raw_value(row: models.Model, field: models.Field) -> Any:
    """As plain values: moments in ISO 8601, UTC. Another row by its name."""
    if field.many_to_many:
        return [str(each) for each in getattr(row, field.name).all()]
    if field.is_relation:
        other = getattr(row, field.name)
        return None if other is None else str(other)
    value = getattr(row, field.name)
    if isinstance(value, bytes | memoryview):
        return None
    if isinstance(field, models.FileField):
        return value.name or None
    return json.loads(json.dumps(value, cls=DjangoJSONEncoder, default=str))


def value_in_words(row: models.Model, field: models.Field) -> str:
    """In the active language; "" where nothing is held. What is a number of something, its model says."""
    own = getattr(row, f"{field.name}_in_words", None)
    if own is not None:
        return str(own())
    if field.many_to_many or isinstance(field, models.FileField | models.JSONField | models.BinaryField):
        return ""
    value = getattr(row, field.name)
    if value is None or value == "" or value == []:
        return ""
    if isinstance(field, ArrayField):
        names = dict(field.base_field.flatchoices)
        return in_words(str(names.get(each, each)) for each in value)
    if field.name in LANGUAGES:
        return language_in_words(value)
    if field.choices:
        return str(getattr(row, f"get_{field.name}_display")())
    if isinstance(field, TelephoneField):
        return telephone(value)
    return _plain(value)


def _plain(value: Any) -> str:
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if isinstance(value, datetime):
        return day_and_time(value)
    if isinstance(value, date):
        return day_with_year(value)
    return str(value)
