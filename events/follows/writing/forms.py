"""What an organiser types to all who come to a date."""

import re
import unicodedata
from urllib.parse import urlsplit

from django import forms
from django.conf import settings
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from core.forms import Form
from core.languages import language_choices
from events.follows.writing.models import LONGEST
from events.models import Occurrence

# What a mail program or a telephone makes a link of.
LINK = re.compile(
    r"(?:https?://|www\.)[^\s<>\"]+"
    r"|(?<![@\w.-])(?:[\w-]+\.)+(?:[a-z]{2,}/\S*"
    r"|(?:no|com|net|org|info|io|me|ly|ru|xyz|top|link|app|site|online|shop|biz|dk|se|eu|ua)\b)"
    # "evil.tk": any country's, after a name of three signs; "m.fl." and "f.eks." are words.
    r"|(?<![@\w.-])(?:[\w-]+\.)*[\w-]{3,}\.(?:[a-z]{2}|club|live|store|blog|dev|cloud|space|website|fun|vip|pro)\b",
    re.IGNORECASE,
)


class WritingForm(Form):
    """The words, and the language that they are in. One link at the most, and only to where people know."""

    words = forms.CharField(
        label=_("What do you want to say?"),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 5, "maxlength": LONGEST}),
        help_text=_("It is sent as you write it, and not translated. Do not write anybody's name."),
    )
    language = forms.ChoiceField(label=_("Which language do you write in?"), choices=language_choices)

    def __init__(self, data=None, *, date: Occurrence, language: str) -> None:
        self.date = date
        super().__init__(data, initial={"language": language})

    def clean_words(self) -> str:
        words: str = self.cleaned_data["words"].replace("\r\n", "\n").strip()
        # As a telephone reads it: full-width letters and stops are letters and stops.
        links = LINK.findall(unicodedata.normalize("NFKC", words).replace("\u3002", "."))
        if len(links) > 1:
            raise forms.ValidationError(gettext("Write one link at the most."))
        if links and not self._is_known(links[0]):
            raise forms.ValidationError(
                gettext("You can link to this website and to your organisation's own. Take that link out.")
            )
        return words

    def _is_known(self, link: str) -> bool:
        return host_of(link) in {
            host_of(each)
            for each in (settings.BASE_URL, self.date.organisation.website, self.date.event.online_url)
            if each
        }


def host_of(link: str) -> str:
    """The name of the machine in an address, with or without its protocol."""
    try:
        host = urlsplit(link if "://" in link else f"https://{link}").hostname or ""
    except ValueError:
        return ""
    return host.removeprefix("www.").rstrip(".")
