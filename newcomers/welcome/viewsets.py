"""Welcome packages in Wagtail's admin, each municipality seeing its own."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel, ObjectList
from wagtail.admin.ui.tables import LiveStatusTagColumn, LocaleColumn

from newcomers.welcome.models import WelcomePackage
from organisations.models import Municipality
from organisations.roles import Capability
from organisations.tenancy.forms import OwnChoicesForm
from organisations.tenancy.viewsets import ScopedViewSet


class PackageForm(OwnChoicesForm):
    """A package stays in its municipality: its translations and what was sent of it belong there."""

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["municipality"]
        field.queryset = Municipality.objects.where_user_may(
            self.for_user, Capability.WRITE_PACKAGES
        ).by_name()
        field.disabled = self.instance.pk is not None
        if self.instance.pk is None and field.queryset.count() == 1:
            self.initial.setdefault("municipality", field.queryset.get().pk)

    def defer_required_fields(self) -> None:
        """A draft has a name and a subject too: without them Wagtail fell over where a version comes back."""
        super().defer_required_fields()
        for name in ("name", "subject"):
            self.fields[name].required = True


class WelcomePackageViewSet(ScopedViewSet):
    model = WelcomePackage
    icon = "mail"
    menu_label = _("Welcome packages")
    menu_order = 230
    add_to_admin_menu = True
    list_display = ["name", "municipality", LocaleColumn(), LiveStatusTagColumn()]
    search_fields = ["name", "subject"]
    edit_handler = ObjectList(
        [
            MultiFieldPanel(
                [FieldPanel("name"), FieldPanel("subject"), FieldPanel("municipality")],
                heading=_("The package"),
            ),
            FieldPanel("body"),
        ],
        base_form_class=PackageForm,
    )
