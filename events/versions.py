"""What is true of an activity whatever its words are is put right in every version, and in what is typed yet.

Older versions too: what was taken down is brought back as it was.
"""

from collections.abc import Mapping

from django.contrib.contenttypes.models import ContentType
from django.db.models import CharField, QuerySet
from django.db.models.functions import Cast
from wagtail.models import Revision

from events.models import Draft, Event, EventQuerySet

AT_ONCE = 200


def versions_of(events: EventQuerySet | None = None) -> QuerySet[Revision]:
    """Every stored version of `events`, by default of all."""
    kind = ContentType.objects.get_for_model(Event, for_concrete_model=False)
    versions = Revision.objects.filter(content_type=kind)
    if events is None:
        return versions
    # Versions of all models are in one table, which keeps their numbers as text.
    return versions.filter(object_id__in=events.order_by().values_list(Cast("pk", CharField()), flat=True))


def put_in_versions(versions: QuerySet[Revision], values: Mapping[str, object]) -> None:
    """Have all of `versions` say `values`, as JSON keeps them."""
    batch: list[Revision] = []
    for version in versions.iterator(AT_ONCE):
        version.content |= values
        batch.append(version)
        if len(batch) == AT_ONCE:
            Revision.objects.bulk_update(batch, ["content"])
            batch.clear()
    Revision.objects.bulk_update(batch, ["content"])


def put_in_drafts(drafts: QuerySet[Draft], step: str, values: Mapping[str, list[str]]) -> None:
    """Where somebody has typed in a field of `values` in a step that is not sent yet, these stand there."""
    for draft in drafts.filter(typed__has_key=step).iterator(AT_ONCE):
        typed = draft.typed[step]
        typed |= {name: value for name, value in values.items() if name in typed}
        draft.save(update_fields=["typed"])
