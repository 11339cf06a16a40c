"""Ends what is held about people when its time is over. The jobs in `core.tasks` call it."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from importlib import import_module

from dateutil.relativedelta import relativedelta
from django.apps import apps
from django.conf import settings
from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import Exists, OuterRef, ProtectedError, Q
from wagtail.admin.models import EditingSession, FormState
from wagtail.models import DraftStateMixin, Revision, UploadedFile, WorkflowState

from core.models import PersonalRow, Purge
from core.privacy.purposes import CONTACT

# Wagtail keeps a half-filled form, and a picture whose form is not filled in, until somebody comes back.
UNFINISHED_FOR = timedelta(days=1)


def personal_models() -> Iterator[type[PersonalRow]]:
    """Every model of the project whose rows end by themselves."""
    return (model for model in apps.get_models() if issubclass(model, PersonalRow))


def purge_expired(*, now: datetime) -> int:
    """Delete every personal row that has passed its end. Returns how many; one log row per kind."""
    total = 0
    for model in personal_models():
        with transaction.atomic():
            _all, per_model = model._default_manager.filter(expires_at__lte=now).delete()
            count = per_model.get(model._meta.label, 0)
            note(model._meta.label, model.purpose, count, now)
        total += count
    return total


def note(model: str, purpose: str, count: int, now: datetime) -> None:
    """Write into the log of deletions, unless there is nothing to write."""
    if count:
        Purge.objects.create(model=model, purpose=purpose, count=count, made_at=now)


def end_sessions() -> None:
    """Delete the sessions that are over: Django itself leaves them, with what a stranger has typed."""
    import_module(settings.SESSION_ENGINE).SessionStore.clear_expired()


def end_unfinished_work(*, now: datetime) -> None:
    """Delete what Wagtail's admin keeps of forms that nobody came back to."""
    FormState.objects.filter(last_updated_at__lt=now - UNFINISHED_FOR).delete()
    EditingSession.objects.stale().delete()
    for upload in UploadedFile.objects.iterator():
        is_there = bool(upload.file) and default_storage.exists(upload.file.name)
        if is_there and default_storage.get_modified_time(upload.file.name) > now - UNFINISHED_FOR:
            continue
        upload.file.delete(save=False)
        upload.delete()


def end_old_versions(*, now: datetime) -> int:
    """Delete what stood on pages before, with who was named there. Returns how many versions.

    What is published, the latest, what waits for approval and what a campaign has sent stays.
    """
    before = now - relativedelta(months=settings.VERSIONS_RETENTION_MONTHS)
    newer = Revision.objects.filter(
        base_content_type=OuterRef("base_content_type"),
        object_id=OuterRef("object_id"),
        pk__gt=OuterRef("pk"),
    )
    open_states = [WorkflowState.STATUS_IN_PROGRESS, WorkflowState.STATUS_NEEDS_CHANGES]
    old = (
        Revision.objects.filter(Exists(newer), created_at__lt=before, approved_go_live_at__isnull=True)
        .exclude(Q(task_states__workflow_state__status__in=open_states))
        .exclude(_is_published())
    )
    count = 0
    for revision in old.iterator():
        # A campaign keeps what it has sent: it names nobody who is not in the package still.
        try:
            revision.delete()
        except ProtectedError:
            continue
        count += 1
    note(Revision._meta.label, CONTACT.slug, count, now)
    return count


def _is_published() -> Q:
    """Of a version: that it is shown now. Asked in the database: there are more than a list should hold."""
    models = {model._meta.get_field("live_revision").model for model in drafted_models()}
    shown = [Exists(model._default_manager.filter(live_revision=OuterRef("pk"))) for model in models]
    return Q(*shown, _connector=Q.OR)


def drafted_models() -> Iterator[type[DraftStateMixin]]:
    """Every model whose rows have drafts and a version that is shown."""
    return (model for model in apps.get_models() if issubclass(model, DraftStateMixin))
