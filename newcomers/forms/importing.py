"""A list to be read, and what its columns are about."""

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.template.defaultfilters import filesizeformat
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from core.forms import Form
from core.isolation import filled

# What a column can be about, in the order of the page. "" is nothing that we keep.
ABOUT: dict[str, str | Promise] = {
    "": _("Not kept"),
    "name": _("Name"),
    "first_name": _("First name"),
    "middle_name": _("Middle name"),
    "last_name": _("Last name"),
    "email": _("E-mail address"),
    "phone": _("Phone number"),
    "language": _("Language"),
    "arrived_month": _("Month of arrival"),
    "household": _("Which family"),
    "role": _("Child or grown-up"),
    "age": _("Age (only for children)"),
    "children": _("Children"),
    "children_0_5": _("Children, 0–5 years"),
    "children_6_12": _("Children, 6–12 years"),
    "youth_13_17": _("Youth, 13–17 years"),
}


class ImportForm(Form):
    file = forms.FileField(
        label=_("The list"),
        help_text=_("An Excel workbook (.xlsx), an OpenDocument table (.ods) or a CSV file."),
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": ".csv,.txt,.tsv,.xlsx,.xlsm,.ods"}),
        error_messages={"required": _("Choose a file first.")},
    )

    def clean_file(self) -> UploadedFile:
        """Django has put a large file on disk, not in memory: it is refused by its size, unread."""
        file = self.cleaned_data["file"]
        if file.size > settings.PEOPLE_LIST_MAX_BYTES:
            raise forms.ValidationError(
                filled(
                    _(
                        "The file is %(size)s. The largest that we take is %(limit)s: "
                        "divide the list in parts."
                    ),
                    size=filesizeformat(file.size),
                    limit=filesizeformat(settings.PEOPLE_LIST_MAX_BYTES),
                )
            )
        return file
