"""Arabic speaks to a woman as to a man, spells one way, and says a number once."""

import re
from collections.abc import Iterator

import polib

from tests.core.test_terms import VOWEL_SIGNS, texts_of
from tests.stack_plugin import ROOT

# Said to one man: orders, and verbs whose form for a woman is another.
TO_A_MAN = (
    "ابحث ابدأ أبلغ اتبع اتصل اترك اتركه أجب أجّله اجعل احذف احفظ احفظه اختر ادخل أدخل ارجع أرسله "
    "أزل اسأل أضف اضغط اطلب أعد اعثر اعرض أغلق افتح افتحه اقبل اقترح اقرأ أكّد اكتب اكتبه ألغِ املأ "
    "انتظر انسخ انظر انقل انقله تأكد تحقق تخلّص تعال تفضل تفقد جرّب حاول صغّر صغّره تجد تختار تختر "
    "تخطئ تريد تضغط تعرف تغادر تقصد"
)
# Alone these are hers too ("the municipality wishes"); after a question word they ask one man.
ASKED_OF_A_MAN = r"هل (?:ترغب|تود|تحتاج إلى)(?!\w)"
# Of counted things one and two are words of their own.
COUNTED = re.compile(r"%\((?:age|capacity|count|counter|expected|left|limit|number|places|price)\)[sd]")
# Where a template's own comma belongs to no language: in a translated sentence, in a Norwegian address.
IN_ONE_LANGUAGE = re.compile(
    r"{% blocktranslate.*?{% endblocktranslate %}|(?<=<bdi lang=\"nb\">).*?(?=</bdi>)"
    r"|(?<={{ occurrence.venue.name }}{% if occurrence.venue.address_line %}), ",
    re.DOTALL,
)
COMMA_AFTER_A_VALUE = re.compile(r"(?:}}|%}|</\w+>),")


def said() -> Iterator[str]:
    """All that is read in Arabic: ours, the demonstration's, and what we say for the libraries."""
    yield from (text.words for text in texts_of("ar"))
    for entry in catalogue("locale_libraries"):
        yield from (words for words in [entry.msgstr, *entry.msgstr_plural.values()] if words)


def catalogue(folder: str) -> polib.POFile:
    return polib.pofile(str(ROOT / folder / "ar" / "LC_MESSAGES" / "django.po"))


def test_arabic_speaks_to_women_and_men_alike():
    words = "|".join(VOWEL_SIGNS.sub("", word) for word in TO_A_MAN.split())
    to_a_man = re.compile(rf"(?<!\w)[وف]?(?:{words})(?!\w)|{ASKED_OF_A_MAN}")
    assert [words for words in said() if to_a_man.search(VOWEL_SIGNS.sub("", words))] == []


def test_tanwin_stands_before_its_alif():
    assert [words for words in said() if "\u0627\u064b" in words] == []


def test_one_and_two_are_said_in_words_alone():
    """ "2 شخصان" says two twice."""
    entries = [*catalogue("locale"), *catalogue("locale_libraries")]
    forms = [entry.msgstr_plural for entry in entries if entry.msgid_plural]
    counted = [form for form in forms if len(set(form.values())) > 1]
    assert [form[n] for form in counted for n in (1, 2) if COUNTED.search(form[n])] == []


def test_a_comma_between_two_values_is_the_readers_own():
    """A template's own one stands among Arabic ones."""
    templates = [
        path for path in (ROOT / "templates").rglob("*.*") if path.suffix in (".html", ".txt", ".mjml")
    ]
    assert [
        str(path.relative_to(ROOT))
        for path in templates
        if COMMA_AFTER_A_VALUE.search(IN_ONE_LANGUAGE.sub("", path.read_text()))
    ] == []
