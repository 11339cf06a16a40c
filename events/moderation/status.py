"""Where an activity stands between an organiser and the municipality, in words."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from wagtail.models import WorkflowState

from events.models import Event


@dataclass(frozen=True)
class State:
    """`label` is for a tag of the look's `color`; `text` says what it means, and what to do."""

    label: Promise
    color: str
    text: Promise


DRAFT = State(
    _("Draft"), "neutral", _("Only you and your organisation can see it. Publish it when it is ready.")
)
TAKEN_DOWN = State(
    _("Taken down"), "neutral", _("It is no longer shown. Change it and publish it again if it should be.")
)
WAITING = State(
    _("Waiting for approval"),
    "warning",
    _("The municipality looks at it before it is shown. You get an e-mail."),
)
CHANGES = State(
    _("Changes asked for"), "danger", _("The municipality asks you to change something before it is shown.")
)
PUBLISHED = State(_("Published"), "success", _("Everyone can find it."))
PUBLISHED_WAITING = State(
    _("Published, change waits"),
    "success",
    _("Everyone can find it. What you changed is shown when the municipality has approved it."),
)
PUBLISHED_CHANGES = State(
    _("Published, changes asked for"),
    "warning",
    _("Everyone can find it as it was. The municipality asks you to look at your change once more."),
)
PUBLISHED_DRAFT = State(
    _("Published, with a draft"), "success", _("Everyone can find it as it was. Your change is a draft.")
)


def state_of(event: Event) -> State:
    """The state of an event from `Event.objects.with_moderation()`."""
    if event.moderation == WorkflowState.STATUS_IN_PROGRESS:
        return PUBLISHED_WAITING if event.live else WAITING
    if event.moderation == WorkflowState.STATUS_NEEDS_CHANGES:
        return PUBLISHED_CHANGES if event.live else CHANGES
    if event.live:
        return PUBLISHED_DRAFT if event.has_unpublished_changes else PUBLISHED
    return TAKEN_DOWN if event.first_published_at else DRAFT
