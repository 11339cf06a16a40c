"""The parts of a step, as Wagtail edits them. What people see is made from plain JSON (`content.resolving`).

A text of a part that is translated stands in `content.segments.TRANSLATED`.
"""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks.struct_block import StructBlockValidationError
from wagtail.images.blocks import ImageChooserBlock

from core.blocks import RichTextBlock
from newcomers.welcome.choices import OF_LETTERS

RICH_TEXT_FEATURES = ["bold", "italic", "link", "ul", "ol"]


class OwnChooserBlock(blocks.ChooserBlock):
    """One row of the municipality's. Whose it is the step's form asks (`viewsets.StepForm`)."""

    target_model: str
    # The attribute of `choosers` that opens the list.
    chooser: str

    @cached_property
    def widget(self) -> forms.Widget:
        # The admin's views are not there yet when models are read.
        from newcomers.welcome import choosers

        return getattr(choosers, self.chooser).widget_class()


class ContactChooserBlock(OwnChooserBlock):
    target_model = "welcome.Contact"
    chooser = "CONTACTS"


class VenueChooserBlock(OwnChooserBlock):
    target_model = "organisations.Venue"
    chooser = "VENUES"


class StandingPlaceChooserBlock(OwnChooserBlock):
    target_model = "standing.StandingPlace"
    chooser = "STANDING_PLACES"


class SharedSectionChooserBlock(OwnChooserBlock):
    target_model = "welcome.SharedSection"
    chooser = "SHARED_SECTIONS"


class PartBlock(blocks.StructBlock):
    """A part of a step. Where one is chosen, the editor shows an example of it."""

    class Meta:
        preview_template = "welcome/block_preview.html"

    def get_preview_context(self, value: Any, parent_context: Any = None) -> dict[str, Any]:
        # Models are read before what shows them.
        from newcomers.welcome.content.samples import shown_sample

        context = super().get_preview_context(value, parent_context)
        return {**context, "sample": shown_sample(self.name)}


class LetterBlock(PartBlock):
    """A greeting from a person, with their name under it."""

    text = RichTextBlock(
        label=_("Text"),
        features=RICH_TEXT_FEATURES,
        help_text=_("“Hello” and the person’s name are put before it: begin with what you want to say."),
    )
    signature = blocks.CharBlock(label=_("Signed by"), max_length=120)
    role = blocks.CharBlock(label=_("Title of the person"), max_length=120, required=False)
    picture = ImageChooserBlock(label=_("Picture"), required=False)

    class Meta:
        label = _("Letter")
        icon = "mail"
        description = _("A personal greeting, signed by somebody people can meet.")


class ContactBlock(blocks.StructBlock):
    """One person or office to ask. Number, address, languages and picture are in the contact's own row."""

    contact = ContactChooserBlock(label=_("Person to contact"))
    helps_with = blocks.CharBlock(label=_("Helps with"), max_length=200)

    class Meta:
        label = _("Person to contact")
        icon = "user"


class ContactsBlock(PartBlock):
    heading = blocks.CharBlock(label=_("Heading"), max_length=80)
    contacts = blocks.ListBlock(ContactBlock(), label=_("People to contact"))

    class Meta:
        label = _("People to contact")
        icon = "group"
        description = _("Who can help, with what, in which languages.")


class ChecklistBlock(PartBlock):
    heading = blocks.CharBlock(label=_("Heading"), max_length=80, help_text=_("For example: Your first week"))
    items = blocks.ListBlock(
        blocks.StructBlock(
            [
                ("text", blocks.CharBlock(label=_("What to do"), max_length=200)),
                ("link", blocks.URLBlock(label=_("Link"), required=False)),
            ]
        ),
        label=_("Things to do"),
    )

    class Meta:
        label = _("Checklist")
        icon = "list-ul"
        description = _("Things to do in the first week or month, one line each.")


class PlaceBlock(blocks.StructBlock):
    """One place: with its opening hours where it has any. Both come from the place's own page."""

    standing_place = StandingPlaceChooserBlock(label=_("Place with opening hours"), required=False)
    venue = VenueChooserBlock(label=_("Or another meeting place"), required=False)

    class Meta:
        label = _("Place")
        icon = "site"

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        if bool(cleaned.get("standing_place")) == bool(cleaned.get("venue")):
            one = ValidationError(_("Choose one place here."))
            raise StructBlockValidationError(block_errors={"standing_place": one})
        return cleaned


class PlacesBlock(PartBlock):
    heading = blocks.CharBlock(label=_("Heading"), max_length=80)
    places = blocks.ListBlock(PlaceBlock(), label=_("Places"))

    class Meta:
        label = _("Places")
        icon = "site"
        description = _("Where people can just come, with the opening hours as they are now.")


class OffersBlock(PartBlock):
    heading = blocks.CharBlock(label=_("Heading"), max_length=80)
    offers = blocks.ListBlock(
        blocks.StructBlock(
            [
                ("name", blocks.CharBlock(label=_("Name"), max_length=120)),
                ("about", blocks.CharBlock(label=_("What it is"), max_length=300)),
                ("url", blocks.URLBlock(label=_("Link"), required=False)),
                ("phone", blocks.CharBlock(label=_("Phone"), max_length=20, required=False)),
            ]
        ),
        label=_("Offers"),
    )

    class Meta:
        label = _("Offers")
        icon = "pick"
        description = _("What there is for newcomers: courses, help with papers, things to borrow.")


class ExplainerBlock(PartBlock):
    """A Norwegian word explained: dugnad, lag, medlemskap. The word itself stays Norwegian."""

    word = blocks.CharBlock(label=_("Norwegian word"), max_length=60)
    explanation = RichTextBlock(label=_("What it means"), features=RICH_TEXT_FEATURES)

    class Meta:
        label = _("Norwegian word, explained")
        icon = "help"
        description = _("A word that people here take for granted, in plain language.")


class QrBlock(PartBlock):
    label = blocks.CharBlock(label=_("What it leads to"), max_length=120)
    url = blocks.URLBlock(label=_("Link"))

    class Meta:
        label = _("QR code")
        icon = "link"
        description = _("A link that is a square code on paper.")


class NextEventsBlock(PartBlock):
    """The next activities in the municipality, made fresh for each person when the package is sent or
    opened."""

    heading = blocks.CharBlock(label=_("Heading"), max_length=80)
    count = blocks.IntegerBlock(label=_("How many"), min_value=1, max_value=10, default=3)

    class Meta:
        label = _("The next things near you")
        icon = "date"
        description = _("Filled in by itself with what is on next, first what fits the person's interests.")


class QuestionBlock(PartBlock):
    """Answered with one press, without a log-in. Its words are ours, in every language."""

    kind = blocks.ChoiceBlock(label=_("Question"), choices=[(each.value, each.label) for each in OF_LETTERS])

    class Meta:
        label = _("Question")
        icon = "help"
        description = _("One question that people answer with one press. It is voluntary.")


class SharedBlock(PartBlock):
    """A section that the county writes and translates, for all its municipalities."""

    section = SharedSectionChooserBlock(label=_("Section"))

    class Meta:
        label = _("Section from the county")
        icon = "copy"
        description = _("The county writes it and translates it. You get what it says when you send.")


class PackageBlock(blocks.StreamBlock):
    letter = LetterBlock()
    contacts = ContactsBlock()
    checklist = ChecklistBlock()
    places = PlacesBlock()
    offers = OffersBlock()
    explainer = ExplainerBlock()
    qr = QrBlock()
    next_events = NextEventsBlock()
    question = QuestionBlock()
    shared = SharedBlock()
