"""A list to be read."""

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext_lazy as _

from core.forms import Form
from core.isolation import filled


class ImportForm(Form):
    file = forms.FileField(
        label=_("The list"),
        help_text=_("A CSV file or an Excel workbook (.xlsx). One row for each person."),
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": ".csv,.txt,.tsv,.xlsx"}),
        error_messages={"required": _("Choose a file first.")},
    )

    def clean_file(self) -> UploadedFile:
        """Django has put a large file on disk, not in memory: it is refused by its size, unread."""
        file = self.cleaned_data["file"]
        if file.size > settings.CSV_MAX_BYTES:
            raise forms.ValidationError(
                filled(
                    _(
                        "The file is %(size)s. The largest that we take is %(limit)s: "
                        "divide the list in parts."
                    ),
                    size=filesizeformat(file.size),
                    limit=filesizeformat(settings.CSV_MAX_BYTES),
                )
            )
        return file
