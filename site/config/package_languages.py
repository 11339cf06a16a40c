"""The languages that a municipality may translate its welcome packages into: more than the site itself has.

A package's words are people's, so a language needs no catalogue here. What stands around them (the greeting,
buttons, days) is in the nearest language of the site: the first of `falls_back` that is one.
"""

from config.languages import LANGUAGES, Language

# Who reads no Norwegian and none of the near languages mostly reads English.
_ENGLISH = ("en", "nb", "nn")

PACKAGE_LANGUAGES = (
    *LANGUAGES,
    Language("pl", "Polish", own_name="Polski"),
    Language("lt", "Lithuanian", own_name="Lietuvių"),
    Language("lv", "Latvian", own_name="Latviešu"),
    Language("ti", "Tigrinya", own_name="ትግርኛ"),
    Language("am", "Amharic", own_name="አማርኛ"),
    Language("so", "Somali", own_name="Soomaali"),
    Language("sw", "Swahili", own_name="Kiswahili"),
    Language("fa", "Persian", own_name="فارسی", is_rtl=True, falls_back=("prs", *_ENGLISH)),
    Language("prs", "Dari", own_name="دری", is_rtl=True, falls_back=("fa", *_ENGLISH), formats="fa_AF"),
    Language("ps", "Pashto", own_name="پښتو", is_rtl=True),
    Language("ur", "Urdu", own_name="اردو", is_rtl=True),
    Language("ckb", "Kurdish (Sorani)", own_name="کوردی (سۆرانی)", is_rtl=True),
    Language("kmr", "Kurdish (Kurmanji)", own_name="Kurdî (Kurmancî)", formats="ku"),
    Language("tr", "Turkish", own_name="Türkçe"),
    Language("ru", "Russian", own_name="Русский"),
    Language("ro", "Romanian", own_name="Română"),
    Language("es", "Spanish", own_name="Español"),
    Language("fr", "French", own_name="Français"),
    Language("pt", "Portuguese", own_name="Português"),
    Language("de", "German", own_name="Deutsch"),
    Language("th", "Thai", own_name="ไทย"),
    Language("vi", "Vietnamese", own_name="Tiếng Việt"),
    Language("fil", "Filipino", own_name="Filipino"),
    Language("ne", "Nepali", own_name="नेपाली"),
    Language("zh-hans", "Chinese (simplified)", own_name="简体中文", formats="zh_Hans"),
    # Sámi: official here, and not to be learned of from a machine.
    Language("se", "Northern Sámi", own_name="Davvisámegiella", falls_back=("nb", "nn", "en")),
)
