"""The school holidays of a municipality in Wagtail's admin: its editor writes them down once a year."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, ObjectList
from wagtail.admin.ui.tables import Column

from core.formats import day_with_year
from events.models import SchoolHoliday
from organisations.models import Municipality
from organisations.roles import Capability
from organisations.tenancy.forms import OwnChoicesForm
from organisations.tenancy.policies import MunicipalityPolicy
from organisations.tenancy.viewsets import ScopedViewSet

SCHOOL_HOLIDAY_POLICY = MunicipalityPolicy(
    SchoolHoliday,
    scope="edited_by",
    actions=dict.fromkeys(("view", "add", "change", "delete"), Capability.EDIT_DIRECTORY),
)


class SchoolHolidayForm(OwnChoicesForm):
    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        own = Municipality.objects.where_user_may(self.for_user, Capability.EDIT_DIRECTORY).by_name()
        self.fields["municipality"].queryset = own
        if len(own) == 1:
            self.fields["municipality"].initial = own[0]


class SchoolHolidayViewSet(ScopedViewSet):
    model = SchoolHoliday
    icon = "calendar-alt"
    menu_label = _("School holidays")
    menu_order = 230
    add_to_admin_menu = True
    list_display = [
        "name",
        Column("first_day", label=_("First day"), accessor=lambda row: day_with_year(row.first_day)),
        Column("last_day", label=_("Last day"), accessor=lambda row: day_with_year(row.last_day)),
        "municipality",
    ]
    search_fields = ["name"]
    edit_handler = ObjectList(
        [
            FieldPanel("name"),
            FieldRowPanel([FieldPanel("first_day"), FieldPanel("last_day")]),
            FieldPanel("municipality"),
        ],
        base_form_class=SchoolHolidayForm,
    )
