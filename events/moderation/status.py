"""Where an activity stands between an organiser and the municipality, in words."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from events.choices import State
from events.models import Event


@dataclass(frozen=True)
class Status:
    """`label` is for a tag of the look's `color`; `text` says what it means, and what to do."""

    label: Promise
    color: str
    text: Promise


DRAFT = Status(
    _("Draft"), "neutral", _("Only you and your organisation can see it. Publish it when it is ready.")
)
TAKEN_DOWN = Status(
    _("Taken down"), "neutral", _("It is no longer shown. Change it and publish it again if it should be.")
)
WAITING = Status(
    _("Waiting for approval"),
    "warning",
    _("The municipality looks at it before it is shown. You get an e-mail."),
)
CHANGES = Status(
    _("Changes asked for"), "danger", _("The municipality asks you to change something before it is shown.")
)
PUBLISHED = Status(_("Published"), "success", _("Everyone can find it."))
PUBLISHED_WAITING = Status(
    _("Published, change waits"),
    "success",
    _("Everyone can find it. What you changed is shown when the municipality has approved it."),
)
PUBLISHED_CHANGES = Status(
    _("Published, changes asked for"),
    "warning",
    _("Everyone can find it as it was. The municipality asks you to look at your change once more."),
)
PUBLISHED_DRAFT = Status(
    _("Published, with a draft"), "success", _("Everyone can find it as it was. Your change is a draft.")
)


STATUSES = {
    (State.DRAFT, False): DRAFT,
    (State.DRAFT, True): PUBLISHED_DRAFT,
    (State.WAITING, False): WAITING,
    (State.WAITING, True): PUBLISHED_WAITING,
    (State.CHANGES, False): CHANGES,
    (State.CHANGES, True): PUBLISHED_CHANGES,
    (State.PUBLISHED, True): PUBLISHED,
    (State.TAKEN_DOWN, False): TAKEN_DOWN,
}


def state_of(event: Event) -> Status:
    """Where the newest version stands, with whether something is shown meanwhile."""
    return STATUSES[State(event.state), event.live]
