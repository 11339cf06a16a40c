"""What makes rows of a list quick, where a page reads some hundred of them."""

from functools import cache
from typing import Any

from django.db import models
from django.utils.encoding import force_str


class QuickRow:
    """Stands first among the bases of a model.

    Django makes a mapping of all choices anew, each translated, whenever one is named (`get_…_display`). And
    modelcluster looks through all fields of a model for children among the named values that a row is made
    with; one that comes from the database has none.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        if kwargs:
            super().__init__(*args, **kwargs)
        else:
            models.Model.__init__(self, *args)  # type: ignore[arg-type]  # it stands among a model's bases

    def _get_FIELD_display(self, field: models.Field) -> Any:  # noqa: N802  Django's name
        value = getattr(self, field.attname)
        return force_str(_labels(field).get(value, value), strings_only=True)


@cache
def _labels(field: models.Field) -> dict[Any, Any]:
    """A label for each value, which is translated when it is shown."""
    return dict(field.flatchoices)
