"""The parts of a welcome package. Each has a template of its own for the web page and one for the mail."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.images.blocks import ImageChooserBlock

from core.blocks import RichTextBlock
from core.form_fields import EmailField

RICH_TEXT_FEATURES = ["bold", "italic", "link", "ul", "ol"]


class AddressBlock(blocks.EmailBlock):
    """Wagtail's, for an address that a mail can be written to. To migrations it is Wagtail's."""

    def __init__(self, required: bool = True, help_text: Any = None, **kwargs: Any) -> None:
        super().__init__(required=required, help_text=help_text, **kwargs)
        self.field = EmailField(required=required, help_text=help_text)

    def deconstruct(self) -> Any:
        _path, args, kwargs = super().deconstruct()
        return "wagtail.blocks.EmailBlock", args, kwargs


class LetterBlock(blocks.StructBlock):
    """A greeting from a person, with their name under it."""

    text = RichTextBlock(label=_("Text"), features=RICH_TEXT_FEATURES)
    signature = blocks.CharBlock(label=_("Signed by"), max_length=120)
    role = blocks.CharBlock(label=_("Title of the person"), max_length=120, required=False)
    picture = ImageChooserBlock(label=_("Picture"), required=False)

    class Meta:
        label = _("Letter")
        icon = "mail"
        template = "welcome/blocks/letter.html"
        description = _("A personal greeting, signed by somebody people can meet.")
        preview_value = {
            "text": "<p>Velkommen hit!</p>",
            "signature": "Kari Eksempel",
            "role": "Tilflyttervert",
        }


class ContactBlock(blocks.StructBlock):
    """One person or office to ask."""

    name = blocks.CharBlock(label=_("Name"), max_length=120)
    helps_with = blocks.CharBlock(label=_("Helps with"), max_length=200)
    phone = blocks.CharBlock(label=_("Phone"), max_length=20, required=False)
    email = AddressBlock(label=_("E-mail address"), required=False)
    languages = blocks.CharBlock(label=_("Speaks"), max_length=120, required=False)

    class Meta:
        label = _("Person to contact")
        icon = "user"


class ContactsBlock(blocks.StructBlock):
    heading = blocks.CharBlock(label=_("Heading"), max_length=80)
    contacts = blocks.ListBlock(ContactBlock(), label=_("People to contact"))

    class Meta:
        label = _("People to contact")
        icon = "group"
        template = "welcome/blocks/contacts.html"
        description = _("Who can help, with what, in which languages.")
        preview_value = {
            "heading": "Spør oss",
            "contacts": [{"name": "Servicekontoret", "helps_with": "Alt mulig", "phone": "75 00 00 00"}],
        }


class ChecklistBlock(blocks.StructBlock):
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
        template = "welcome/blocks/checklist.html"
        description = _("Things to do in the first week or month, one line each.")
        preview_value = {"heading": "Første uke", "items": [{"text": "Meld flytting", "link": ""}]}


class ExplainerBlock(blocks.StructBlock):
    """A Norwegian word explained: dugnad, lag, medlemskap. The word itself stays Norwegian."""

    word = blocks.CharBlock(label=_("Norwegian word"), max_length=60)
    explanation = RichTextBlock(label=_("What it means"), features=RICH_TEXT_FEATURES)

    class Meta:
        label = _("Norwegian word, explained")
        icon = "help"
        template = "welcome/blocks/explainer.html"
        description = _("A word that people here take for granted, in plain language.")
        preview_value = {"word": "dugnad", "explanation": "<p>Vi gjør en jobb sammen, gratis.</p>"}


class NextEventsBlock(blocks.StructBlock):
    """The next activities in the municipality, made fresh for each person when the package is sent or
    opened."""

    heading = blocks.CharBlock(label=_("Heading"), max_length=80)
    count = blocks.IntegerBlock(label=_("How many"), min_value=1, max_value=10, default=3)

    class Meta:
        label = _("The next things near you")
        icon = "date"
        template = "welcome/blocks/next_events.html"
        description = _("Filled in by itself with what is on next, first what fits the person's interests.")
        preview_value = {"heading": "Dette skjer nå", "count": 3}


class PackageBlock(blocks.StreamBlock):
    letter = LetterBlock()
    contacts = ContactsBlock()
    checklist = ChecklistBlock()
    explainer = ExplainerBlock()
    next_events = NextEventsBlock()
