"""Two of the forms of an activity: words and facts. Its place is in `place_fields`, its dates in `dates`.

Each is valid alone. `forms.EventForm` shows them on one page. No field's name stands in two of them.
"""

from collections.abc import Collection, Mapping
from typing import Any, cast

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from core.form_fields import LanguageSelect
from core.formats import language_in_words
from core.forms import Form, say_choose
from core.isolation import filled
from core.languages import language_choices
from events.choices import Admission, Category, SignupFor, TextState, spoken_languages
from events.models import Event
from events.organiser.programme import MOST_ITEMS, Item, programme_as_typed, read_programme
from events.publishing import Words

FACT_FIELDS = [
    "category",
    "audience",
    "level",
    "admission",
    "signup_for",
    "capacity",
    "goes_from",
    "price_nok",
    "children_welcome",
    "food",
    "age_from",
    "women_only",
    "open_to_all",
    "price_support",
    "childcare",
    "equipment_to_borrow",
    "transport_offered",
    "grade",
    "distance_km",
    "ascent_m",
    "pace",
    "bring",
    "cost_note",
    "age_to",
    "group",
    "contact_name",
    "contact_email",
    "contact_phone",
]
FACTS = [*FACT_FIELDS, "spoken_languages", "interpreter_languages"]
# Rarely needed: folded away, unless something in there is said or wrong.
MORE_FIELDS = [
    "bring",
    "interpreter_languages",
    "age_from",
    "age_to",
    "women_only",
    "open_to_all",
    "childcare",
    "equipment_to_borrow",
    "transport_offered",
]
HIKE_FIELDS = ["grade", "pace", "distance_km", "ascent_m"]
# Most have room for all and cost nothing: behind a fold of their own, which says so.
PRICE_FIELDS = ["capacity", "goes_from", "price_nok", "cost_note", "price_support"]
# Of a choir or a hiking group within the organisation.
GROUP_FIELDS = ["group", "contact_name", "contact_email", "contact_phone"]


# What a field holds in which nothing is said.
NOTHING: tuple[object, ...] = (None, "", "0", 0, False, [])

# What was sent; None while the page is only shown.
Data = Mapping[str, Any] | None


class WordsForm(Form):
    """Title, text, and the language that they are in: `language` until there are words."""

    title = forms.CharField(
        label=_("Title"),
        max_length=120,
        help_text=_("Short and plain, for example: Language café at the library."),
    )
    description = forms.CharField(
        label=_("What happens there?"),
        required=False,
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_(
            "A few short sentences. Your choices below are translated by themselves; this text is not."
        ),
    )
    programme = forms.CharField(
        label=_("Programme"),
        required=False,
        max_length=3000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("One line for each: the time, and what happens. For example: 11.00 Bingo"),
    )
    language = forms.ChoiceField(
        label=_("You have written in"), choices=language_choices, widget=LanguageSelect
    )

    def __init__(self, data: Data = None, *, event: Event | None = None, language: str = "nb") -> None:
        self.event = event
        words = {"language": language}
        # Who imported it may have written a translation alone: whoever changes it makes it the original.
        if event and (text := event.source_text or event.text_for()):
            words = {
                "language": text.language,
                "title": text.title,
                "description": text.description,
                "programme": programme_as_typed(event.programme.all()),
            }
        super().__init__(data, initial=words)

    def clean_language(self) -> str:
        language = self.cleaned_data["language"]
        texts = self.event.texts.all() if self.event and self.event.source_text else []
        if any(text.language == language and text.state != TextState.SOURCE for text in texts):
            raise forms.ValidationError(
                gettext(
                    "There is a translation into this language already. Choose the one that you wrote in."
                )
            )
        return language

    def clean_programme(self) -> list[Item]:
        items, unclear = read_programme(self.cleaned_data["programme"])
        if unclear:
            message = gettext(
                "We did not understand the line “%(line)s”. Begin with the time, for example: 11.00 Bingo"
            )
            raise forms.ValidationError([filled(message, line=line) for line in unclear[:MOST_ITEMS]])
        if len(items) > MOST_ITEMS:
            raise forms.ValidationError(gettext("This is too long. Write twenty lines at the most."))
        return items

    @property
    def words(self) -> Words:
        data = self.cleaned_data
        return Words(data["language"], data["title"], data["description"], tuple(data["programme"]))

    @property
    def programme_is_open(self) -> bool:
        return bool(self["programme"].value() or self["programme"].errors)


class FactsForm(Form):
    """What can be said with a choice. Most fields are the model's own: their rules stand in one place.

    `only` are the fields that a page asks for, when it is not all of them. `may_wait` is for a draft, which
    may not know yet what kind it is.
    """

    spoken_languages = forms.MultipleChoiceField(
        label=_("Languages that are spoken"), required=False, widget=forms.CheckboxSelectMultiple
    )
    interpreter_languages = forms.MultipleChoiceField(
        label=_("There are interpreters for"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(
        self,
        data: Data = None,
        *,
        event: Event | None = None,
        only: Collection[str] = FACTS,
        may_wait: bool = False,
    ) -> None:
        self.event, self.may_wait = event, may_wait
        facts = {name: getattr(event, name) for name in FACTS} if event else {"spoken_languages": ["no"]}
        super().__init__(data, initial=facts)
        self.prepare_facts()
        self.fields = {name: field for name, field in self.fields.items() if name in only}

    def prepare_facts(self) -> None:
        self.fields.update(forms.fields_for_model(Event, fields=FACT_FIELDS))
        for name in FACT_FIELDS:
            say_choose(self.fields[name])
            # A form's field brings only some of its model's rules along: here all answer in the form's words.
            known = self.fields[name].validators
            known += [rule for rule in Event._meta.get_field(name).validators if rule not in known]
        self.fields["category"].required = not self.may_wait
        # Behind a fold nothing is asked for: what is left empty is free.
        self.fields["price_nok"].required = False
        languages = [(code, language_in_words(code)) for code in spoken_languages()]
        spoken = cast(forms.MultipleChoiceField, self.fields["spoken_languages"])
        interpreters = cast(forms.MultipleChoiceField, self.fields["interpreter_languages"])
        admission = cast(forms.ChoiceField, self.fields["admission"])
        spoken.choices = languages
        interpreters.choices = [pair for pair in languages if pair[0] != "no"]
        admission.widget = forms.RadioSelect(choices=Admission.choices)
        signup_for = cast(forms.ChoiceField, self.fields["signup_for"])
        signup_for.widget = forms.RadioSelect(choices=SignupFor.choices)
        # Nothing sent is nothing changed: a new activity takes one date at a time.
        signup_for.required = False
        signup_for.help_text = _("Only where people sign up first.")
        self.fields["capacity"].help_text = _("Leave it empty when there is room for all.")
        self.fields["goes_from"].label = _("You go when so many have signed up")
        self.fields["goes_from"].help_text = _(
            "Leave it empty when it takes place however few come. With too few we ask you the day before."
        )

    def clean_signup_for(self) -> str:
        return self.cleaned_data["signup_for"] or self["signup_for"].initial or SignupFor.DATE.value

    @property
    def changed_data(self) -> list[str]:
        """Of what is chosen among buttons, nothing sent is as it was."""
        unsent = "signup_for" in self.fields and not self["signup_for"].data
        return [name for name in super().changed_data if name != "signup_for" or not unsent]

    def clean_price_nok(self) -> int:
        return self.cleaned_data["price_nok"] or 0

    def clean(self) -> dict[str, Any]:
        known = self.event.category if self.event else ""
        if (
            self.cleaned_data.get("category", known) in Category.sensitive()
            and self.cleaned_data.get("admission") == Admission.SIGN_UP
        ):
            message = _(
                "Who comes here tells what they believe, so nobody's name may be kept. "
                "Choose “Just come”, and count people at the door."
            )
            self.add_error("admission", message)
        self._check_goes_from()
        youngest, oldest = (self.cleaned_data.get(name) for name in ("age_from", "age_to"))
        if youngest is not None and oldest is not None and oldest < youngest:
            self.add_error("age_to", _("The highest age is below the lowest. Write another."))
        return self.cleaned_data

    def _check_goes_from(self) -> None:
        wanted, places = (self.cleaned_data.get(name) for name in ("goes_from", "capacity"))
        known = self.event.admission if self.event else ""
        if wanted is None:
            return
        if self.cleaned_data.get("admission", known) != Admission.SIGN_UP:
            message = _("Nobody knows how many come where people just come. Choose “Sign up first”.")
            self.add_error("goes_from", message)
        elif places is not None and places < wanted:
            self.add_error("goes_from", _("There are fewer places than this. Write a smaller number."))

    @property
    def more_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in MORE_FIELDS]

    @property
    def hike_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in HIKE_FIELDS]

    @property
    def group_fields(self) -> list[forms.BoundField]:
        """None in a template: whom one asks is nobody else's."""
        return [self[name] for name in GROUP_FIELDS if name in self.fields]

    @property
    def price_is_open(self) -> bool:
        """Also where places are counted: who signs up wants to know whether there is room."""
        return self["admission"].value() == Admission.SIGN_UP or self._says_something(*PRICE_FIELDS)

    @property
    def group_is_open(self) -> bool:
        return self._says_something(*(field.name for field in self.group_fields))

    @property
    def more_is_open(self) -> bool:
        return self.group_is_open or self._says_something(*(field.name for field in self.more_fields))

    @property
    def languages_are_open(self) -> bool:
        """Folded to one line while it is Norwegian alone: sixteen languages are long on a phone."""
        return "spoken_languages" in self.errors or list(self["spoken_languages"].value() or []) != ["no"]

    @property
    def hike_is_open(self) -> bool:
        is_hike = self.event is not None and self.event.category == Category.OUTDOORS
        return is_hike or self._says_something(*HIKE_FIELDS)

    def _says_something(self, *names: str) -> bool:
        """Whether one of these is wrong, or says something else than what it says of most."""
        return any(name in self.errors or self._as_sent(name) != self._of_most(name) for name in names)

    def _as_sent(self, name: str) -> str:
        value = self[name].value()
        return "" if value in NOTHING else "on" if value is True else str(value)

    def _of_most(self, name: str) -> str:
        default = Event._meta.get_field(name).get_default()
        return "" if default in NOTHING else "on" if default is True else str(default)

    @property
    def facts(self) -> dict[str, object]:
        return {name: self.cleaned_data[name] for name in self.fields}
