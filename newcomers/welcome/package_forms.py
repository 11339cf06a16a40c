"""Forms of the portal about packages: a new one, its languages, one more step, and the people to contact."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.form_fields import EmailField, TelephoneField
from core.formats import labelled, written_language_in_words
from core.forms import Form
from core.isolation import filled
from core.pictures import PictureField
from core.sorting import alphabetical_key
from core.world_languages import code_of, language_name_in
from newcomers.welcome.choices import PackageKind, StepKind
from newcomers.welcome.content.languages import package_languages
from newcomers.welcome.models import Contact, WelcomePackage

# The languages that a new package is translated into, unless somebody chooses otherwise.
USUAL = ("nb", "nn", "en", "uk", "ar")


def language_choices() -> list[tuple[str, str]]:
    """(code, its name in the reader's language), by the reader's alphabet."""
    named = [(code, written_language_in_words(code)) for code in package_languages()]
    return sorted(named, key=lambda pair: alphabetical_key(pair[1]))


class LanguagesForm(Form):
    """What a package is called and which languages it is translated into."""

    name = forms.CharField(
        label=_("Name"), max_length=120, help_text=_("Only you and your colleagues see it.")
    )
    languages = forms.MultipleChoiceField(
        label=_("Translated into"),
        choices=language_choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_(
            "Who reads another language gets the nearest of these. What is translated already is kept when "
            "you take a language away."
        ),
    )


def whose(package: WelcomePackage) -> str:
    """Its municipality and language: what a package is called is for its own people alone."""
    return labelled(package.municipality.full_name, written_language_in_words(package.language))


class PackageForm(LanguagesForm):
    """A new package."""

    kind = forms.ChoiceField(
        label=_("What is it?"),
        choices=[
            (PackageKind.WELCOME, _("A welcome package: on arrival, and some letters later")),
            (PackageKind.MESSAGE, _("A message to some of the newcomers, sent once")),
        ],
        initial=PackageKind.WELCOME,
        widget=forms.RadioSelect,
    )
    language = forms.ChoiceField(label=_("Written in"), choices=language_choices, initial="nb")
    begin = forms.ChoiceField(
        label=_("Begin with"),
        choices=[
            ("texts", _("Our texts: five letters with checklists and explanations, to be made your own")),
            ("empty", _("Empty pages")),
            ("copy", _("The texts of another municipality")),
        ],
        initial="texts",
        widget=forms.RadioSelect,
        help_text=_("Nothing is sent before you have published it."),
    )
    copied = forms.ModelChoiceField(
        label=_("Whose texts"),
        queryset=WelcomePackage.objects.none(),
        required=False,
        help_text=_("Only for the last choice above. People and places do not come along."),
    )

    field_order = ("kind", "name", "begin", "copied", "language", "languages")

    def __init__(self, *args: Any, packages: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        copied: Any = self.fields["copied"]
        copied.queryset = packages
        copied.label_from_instance = whose
        self.fields["languages"].initial = USUAL

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("begin") == "copy" and not cleaned.get("copied") and "copied" not in self.errors:
            self.add_error("copied", _("Choose whose texts you want to begin with."))
        return cleaned


class StepForm(Form):
    """One more step."""

    kind = forms.ChoiceField(
        label=_("When"), choices=[each for each in StepKind.choices if each[0] != StepKind.MESSAGE]
    )
    after_days = forms.IntegerField(
        label=_("How many days after arrival"),
        required=False,
        min_value=1,
        max_value=1500,
        help_text=_("Only for “After a number of days”."),
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("kind") != StepKind.DAYS:
            cleaned["after_days"] = None
        elif cleaned.get("after_days") is None and "after_days" not in self.errors:
            self.add_error("after_days", _("Write how many days after arrival it is sent."))
        return cleaned


class ContactForm(Form):
    """A person or office to ask: changed here once, and so in every language and every package."""

    name = forms.CharField(label=_("Name"), max_length=120)
    phone = TelephoneField(label=_("Phone"), required=False)
    email = EmailField(label=_("E-mail address"), required=False)
    languages = forms.CharField(
        label=_("Languages they speak"),
        max_length=200,
        required=False,
        help_text=_("With commas between them: Norwegian, English, Polish."),
    )
    picture = PictureField(
        label=_("Picture"),
        required=False,
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp"}),
        help_text=_("A face makes it easier to come. Ask the person first."),
    )

    @staticmethod
    def initial_of(contact: Contact) -> dict[str, Any]:
        names = [language_name_in(code) for code in contact.languages]
        return {
            "name": contact.name,
            "phone": contact.phone,
            "email": contact.email,
            "languages": ", ".join(names),
        }

    def clean_languages(self) -> list[str]:
        codes: list[str] = []
        for word in self.cleaned_data["languages"].replace("،", ",").replace(";", ",").split(","):
            if not word.strip():
                continue
            code = code_of(word)
            if code is None:
                raise forms.ValidationError(
                    filled(
                        _("We do not know the language “%(language)s”. Write it in another way."),
                        language=word,
                    )
                )
            codes.append("nb" if code == "no" else code)
        return list(dict.fromkeys(codes))


class CrestForm(Form):
    """The municipality's coat of arms."""

    crest = PictureField(
        label=_("Coat of arms"),
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp"}),
        help_text=_("It stands at the top of each e-mail and booklet."),
    )
