"""What the scripts of Wagtail's admin say, in the language of the person who reads it.

Django gives a script the catalogues of the packages that it names, and not ours (LOCALE_PATHS).
"""

from functools import partial

from django.conf import settings
from django.views.i18n import JavaScriptCatalog
from wagtail.admin.localization import get_localized_response


class ScriptTexts(JavaScriptCatalog):
    """The catalogues of the packages, and over them those of LOCALE_PATHS; the first of these wins."""

    def get_paths(self, packages: list[str]) -> list[str]:
        return [*super().get_paths(packages), *reversed([str(path) for path in settings.LOCALE_PATHS])]


wagtail_texts = partial(get_localized_response, ScriptTexts.as_view(packages=["wagtail.admin"]))
localize_texts = partial(get_localized_response, ScriptTexts.as_view(packages=["wagtail_localize"]))
