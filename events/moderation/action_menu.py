"""The buttons under an event in Wagtail's admin, by what the municipality's policy says.

Wagtail asks Django's own permissions here. Giving editors those would also open the site's history of every
municipality's events to them.
"""

from typing import Any

from django.db import models
from django.http import HttpRequest
from wagtail.snippets.action_menu import ActionMenuItem, PublishMenuItem, UnpublishMenuItem

from events.models import Event
from events.moderation.policy import EVENT_POLICY


def may_publish(context: dict[str, Any]) -> bool:
    return (
        context["view"] == "edit"
        and not context.get("locked_for_user")
        and EVENT_POLICY.user_has_permission_for_instance(
            context["request"].user, "publish", context["instance"]
        )
    )


class PublishEventItem(PublishMenuItem):
    """Publish a correction at once. What waits is approved instead."""

    def is_shown(self, context: dict[str, Any]) -> bool:
        return may_publish(context) and not context["instance"].workflow_in_progress


class TakeDownEventItem(UnpublishMenuItem):
    def is_shown(self, context: dict[str, Any]) -> bool:
        return may_publish(context) and context["instance"].live


def publish_item(model: type[models.Model]) -> ActionMenuItem | None:
    return PublishEventItem(order=31) if model is Event else None


def take_down_item(model: type[models.Model]) -> ActionMenuItem | None:
    return TakeDownEventItem(order=21) if model is Event else None


def put_approval_first(
    menu_items: list[ActionMenuItem], request: HttpRequest, context: dict[str, Any]
) -> None:
    """What an editor opens a waiting event for is the button; Wagtail would make it "save a draft"."""
    if context["model"] is not Event:
        return
    # Wagtail's own two, which only superusers see, would stand there twice.
    menu_items[:] = [item for item in menu_items if type(item) not in (PublishMenuItem, UnpublishMenuItem)]
    menu_items.sort(
        key=lambda item: (item.name != "approve" or getattr(item, "launch_modal", False), item.order)
    )
