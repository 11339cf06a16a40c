"""What an organisation says to come in, and what the municipality says back."""

from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext_lazy as _

from core.form_fields import EmailField, NorwegianSelect
from core.forms import Form
from core.isolation import filled
from core.mail.letter import LONGEST_ADDRESS
from organisations.joining.services import already_here
from organisations.models import Municipality, Organisation
from organisations.registers.fields import OrgnrField
from organisations.registers.numbers import read_orgnr


class JoinForm(Form):
    """`here` is the organisation that is meant, where there is one already."""

    municipality = forms.ModelChoiceField(
        label=_("Municipality"), queryset=Municipality.objects.none(), widget=NorwegianSelect
    )
    orgnr = OrgnrField(
        label=_("Organisation number"),
        required=False,
        help_text=_("Nine figures. Then we look the rest up in the public register."),
    )
    none = forms.BooleanField(label=_("We have no organisation number"), required=False)
    name = forms.CharField(
        label=_("What the organisation is called"),
        required=False,
        max_length=150,
        help_text=_("You may leave it empty if you have written a number."),
    )
    kind = forms.ChoiceField(
        label=_("What it is"), choices=Organisation.Kind, initial=Organisation.Kind.ASSOCIATION
    )
    about = forms.CharField(
        label=_("What do you do?"),
        max_length=1000,
        help_text=_("A sentence or two, for somebody who has never heard of you."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    applicant = forms.CharField(
        label=_("Your name"), max_length=120, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )
    email = EmailField(
        label=_("Your e-mail address"),
        max_length=LONGEST_ADDRESS,
        help_text=_("You log in with it when the municipality has said yes."),
        widget=forms.EmailInput(attrs={"autocomplete": "email", "dir": "ltr"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["municipality"].queryset = Municipality.objects.active().by_name()  # type: ignore[attr-defined]
        self.here: Organisation | None = self._here() if self.is_bound else None
        if self.here:
            self.fields["anyway"] = forms.BooleanField(
                label=_("Ask to publish for it"),
                error_messages={
                    "required": _(
                        "This organisation is here already. Tick this to ask whether you may join it."
                    )
                },
            )

    def _here(self) -> Organisation | None:
        number = str(self.data.get("municipality", ""))[:4]
        municipality = Municipality.objects.active().filter(pk=number).first()
        try:
            orgnr = read_orgnr(str(self.data.get("orgnr", ""))[:40])
        except ValueError:
            orgnr = ""
        return already_here(municipality=municipality, orgnr=orgnr, name=str(self.data.get("name", ""))[:150])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if "orgnr" in self.errors:
            return cleaned
        if not cleaned.get("orgnr") and not cleaned.get("none"):
            self.add_error("orgnr", _("Write the number, or tick below that you have none."))
        elif not cleaned.get("orgnr") and not cleaned.get("name") and "name" not in self.errors:
            self.add_error("name", _("Write the name."))
        return cleaned


class AcceptForm(Form):
    """What the organisation is going to be called. `entry` is what the register proposes."""

    name = forms.CharField(label=_("What the organisation is called"), max_length=150)
    kind = forms.ChoiceField(label=_("What it is"), choices=Organisation.Kind)
    proposals = forms.MultipleChoiceField(
        label=_("Show this from the register to everybody"),
        required=False,
        help_text=_("Tick only what is the organisation's own: it may be somebody's private number."),
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, proposed: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if proposed:
            self.fields["proposals"].choices = proposed  # type: ignore[attr-defined]
        else:
            del self.fields["proposals"]


class DirectoryForm(Form):
    """The municipality's own list of its organisations."""

    file = forms.FileField(
        label=_("The list"),
        help_text=_("A CSV file or an Excel workbook (.xlsx). One row for each organisation."),
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": ".csv,.txt,.tsv,.xlsx"}),
        error_messages={"required": _("Choose a file first.")},
    )

    def clean_file(self) -> UploadedFile:
        """Django has put a large file on disk, not in memory: it is refused by its size, unread."""
        file = self.cleaned_data["file"]
        if file.size > settings.CSV_MAX_BYTES:
            raise ValidationError(
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


class WordsForm(Form):
    """A question to the applicant, an answer, or the reason for a no."""

    words = forms.CharField(max_length=1000, widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, *args: Any, label: str, **kwargs: Any) -> None:
        super().__init__(*args, **{"auto_id": f"{kwargs.get('prefix', 'id')}-%s", **kwargs})
        self.fields["words"].label = label
