"""What the events room registers with Wagtail: the school's holidays. Activities are the portal's."""

from wagtail.permissions import register_permission_policy
from wagtail.snippets.models import register_snippet

from events.dates.viewsets import SCHOOL_HOLIDAY_POLICY, SchoolHolidayViewSet
from events.models import SchoolHoliday

# Before the viewset: registering it asks for the policy.
register_permission_policy(SchoolHoliday, SCHOOL_HOLIDAY_POLICY)
register_snippet(SchoolHolidayViewSet)
