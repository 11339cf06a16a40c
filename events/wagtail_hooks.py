"""What the events room registers with Wagtail."""

from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.log_actions import LogActionRegistry
from wagtail.permissions import register_permission_policy
from wagtail.snippets.models import register_snippet

from events.dates.viewsets import SCHOOL_HOLIDAY_POLICY, SchoolHolidayViewSet
from events.models import Event, SchoolHoliday
from events.moderation.action_menu import publish_item, put_approval_first, take_down_item
from events.moderation.policy import EVENT_POLICY
from events.moderation.viewsets import EventViewSet

# Before the viewsets: registering them asks for the policies.
register_permission_policy(Event, EVENT_POLICY)
register_permission_policy(SchoolHoliday, SCHOOL_HOLIDAY_POLICY)
register_snippet(EventViewSet)
register_snippet(SchoolHolidayViewSet)

hooks.register("register_snippet_action_menu_item", publish_item)
hooks.register("register_snippet_action_menu_item", take_down_item)
hooks.register("construct_snippet_action_menu", put_approval_first)


@hooks.register("register_log_actions")
def register_log_actions(actions: LogActionRegistry) -> None:
    actions.register_action("events.cancel_date", _("Cancel a date"), _("A date was cancelled"))
    actions.register_action("events.change_dates", _("Change dates"), _("The dates were changed"))
