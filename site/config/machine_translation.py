"""Which service makes drafts of translations, from the environment: LibreTranslate, DeepL, or none."""

from typing import Any

from config.environment import Environment

LIBRETRANSLATE = "wagtail_localize.machine_translators.libretranslate.LibreTranslator"
DEEPL = "wagtail_localize.machine_translators.deepl.DeepLTranslator"
# Seconds: a whole step is asked for at once.
TIMEOUT = 30


def machine_translator(env: Environment) -> dict[str, Any] | None:
    """What wagtail-localize calls `WAGTAILLOCALIZE_MACHINE_TRANSLATOR`. LibreTranslate goes before DeepL: the
    words stay on a machine of one's own."""
    address = env.text("LIBRETRANSLATE_URL").rstrip("/")
    if address:
        key = env.text("LIBRETRANSLATE_API_KEY")
        options = {"LIBRETRANSLATE_URL": address, "API_KEY": key, "TIMEOUT": TIMEOUT}
        return {"CLASS": LIBRETRANSLATE, "OPTIONS": options}
    key = env.text("DEEPL_AUTH_KEY")
    return {"CLASS": DEEPL, "OPTIONS": {"AUTH_KEY": key, "TIMEOUT": TIMEOUT}} if key else None
