"""The steps of packages in Wagtail's admin, each municipality seeing its own."""

from typing import Any, cast

from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, ObjectList
from wagtail.admin.ui.tables import LiveStatusTagColumn

from newcomers.welcome.choices import StepKind
from newcomers.welcome.models import Contact, PackageStep, SharedSection
from newcomers.welcome.models.packages import PackageStepQuerySet
from organisations.tenancy.forms import OwnChoicesForm, references
from organisations.tenancy.viewsets import ScopedViewSet


class StepForm(OwnChoicesForm):
    """A step stays in its package, and what stands in it is its own municipality's."""

    instance: PackageStep

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.kind != StepKind.DAYS:
            self.fields.pop("after_days", None)

    def defer_required_fields(self) -> None:
        """A draft has a subject too: without one Wagtail fell over where a version comes back."""
        super().defer_required_fields()
        self.fields["subject"].required = True

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        body = cleaned.get("body")
        if body is not None:
            for model, key in references(body):
                if not self._is_of_the_municipality(model, key):
                    self.add_error(
                        "body",
                        ValidationError(gettext("Choose what is in the municipality of this package.")),
                    )
                    break
        return cleaned

    def _is_of_the_municipality(self, model: type[models.Model], key: int) -> bool:
        """Also for who works in several: one municipality's people do not come into another's package."""
        place = self.instance.municipality
        rows = model._default_manager.filter(pk=key)
        if model is SharedSection:
            return rows.filter(county=place.county_id).exists()
        if model is Contact or model._meta.label in ("organisations.Venue", "standing.StandingPlace"):
            return rows.filter(municipality=place).exists()
        return True


class PackageStepViewSet(ScopedViewSet):
    model = PackageStep
    icon = "mail"
    menu_label = _("Welcome packages")
    menu_order = 230
    add_to_admin_menu = True
    list_display = ["title", "subject", LiveStatusTagColumn()]
    search_fields = ["subject"]
    edit_handler = ObjectList(
        [
            FieldPanel("subject"),
            FieldPanel("body"),
            MultiFieldPanel(
                [
                    FieldRowPanel([FieldPanel("from_hour"), FieldPanel("to_hour")]),
                    FieldPanel("after_days"),
                    FieldPanel("is_on"),
                ],
                heading=_("When it leaves"),
            ),
        ],
        base_form_class=StepForm,
    )

    def get_queryset(self, request: HttpRequest) -> models.QuerySet:
        steps = cast(PackageStepQuerySet, super().get_queryset(request))
        return steps.select_related("package__municipality").in_order()
