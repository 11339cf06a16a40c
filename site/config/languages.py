"""The languages of the site. A new one is an entry here, and its texts under locale/.

`python -m config.languages` prints what `make messages` collects texts for.
"""

import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.conf.locale import LANG_INFO
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Language:
    """`code` is BCP 47. What a reader gets when a text is missing is in `falls_back`, in that order.

    `own_name` and `is_rtl` are for languages that Django does not know, or names otherwise than people do.
    `formats` names the CLDR locale that days and numbers are written after, where that is not the code
    itself, or where CLDR has no words for months under it, as in Lule Sámi. `fonts` are those that every page
    needs (`core.bundles.recipes`).
    """

    code: str
    name: str | Promise
    falls_back: tuple[str, ...] = ("en", "nb", "nn")
    own_name: str = ""
    is_rtl: bool = False
    formats: str = ""
    fonts: tuple[str, ...] = ("latin",)

    @property
    def formats_after(self) -> str:
        return self.formats or self.code.replace("-", "_")

    @property
    def info(self) -> Mapping[str, object]:
        """What Django wants to know of a language."""
        known = LANG_INFO.get(self.code, {"code": self.code, "name": self.code})
        if not self.own_name:
            return known
        return known | {"name_local": self.own_name, "bidi": self.is_rtl}


LANGUAGES = (
    Language("nb", _("Norwegian (Bokmål)"), falls_back=("nn", "en")),
    Language("nn", _("Norwegian (Nynorsk)"), falls_back=("nb", "en")),
    # As in Europe: 23 November, and not November 23.
    Language("en", _("English"), falls_back=("nb", "nn"), formats="en_GB"),
    Language("uk", _("Ukrainian"), fonts=("latin", "cyrillic")),
    # Django writes a vowel sign that nobody else writes.
    Language("ar", _("Arabic"), own_name="العربية", is_rtl=True, fonts=("arabic",)),
)


def introduce(languages: Iterable[Language]) -> None:
    """Django learns the languages that it does not know."""
    LANG_INFO.update({language.code: dict(language.info) for language in languages})


if __name__ == "__main__":
    # English stands in the code.
    wanted = [f"--locale {language.code}" for language in LANGUAGES if language.code != "en"]
    sys.stdout.write(" ".join(wanted) + "\n")
