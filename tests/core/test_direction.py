"""No value stands unisolated in a sentence: held over every template and every translated text of the code.

`core.isolation` says where sentences are made. Whoever makes one elsewhere has left that place, and is found
here.
"""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import polib
import pytest
from django.conf import settings
from django.template import engines

ROOT = Path(__file__).resolve().parents[2]
OURS = ("site/core", "organisations", "events", "newcomers", "home")
GETTEXT = re.compile(r"^(_|n?p?gettext|n?p?gettext_lazy|gettext_noop)$")
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd]")

# What is counted with, and so is no text.
REMAINDERS = {
    "events/dates/plan.py": 2,
    "events/discovery/filters/keys.py": 1,
    "events/exchange/api/cursors.py": 1,
    "events/exchange/reading/series.py": 1,
    "events/exchange/tables/days.py": 2,
    "events/exchange/tables/times.py": 2,
    "events/exchange/taking_in/planning.py": 1,
    "events/exchange/taking_in/subscribing.py": 1,
    "events/organiser/steps/terms.py": 1,
    "events/standing/reading.py": 1,
    "newcomers/reading/kept.py": 1,
    "newcomers/reading/lists.py": 1,
    "newcomers/tallies/spans.py": 2,
    "newcomers/welcome/booklet/imposing.py": 2,
    "site/core/clock.py": 1,
    "site/core/limits.py": 2,
    "site/core/links.py": 1,
    "site/core/privacy/asking.py": 1,
    "site/core/spreadsheets/writing.py": 1,
}
# Bytes of the wire, which nobody reads as a text.
BYTES = {"site/core/mail/wire.py": 6}
# What is filled and then kept as an editor's own words, in a language that need not be the active one.
KEPT_AS_WRITTEN = {"home/opening.py": 2}
# A label, and what is there to be pressed or copied on the line below it.
ABOVE_A_LINK = {"events/exchange/calendar.py": 1}
# What Django fills itself, later.
FILLED_LATE: dict[str, list[str]] = {}

# Tables: what can be done with a date, the opening's first words, and what allauth says (a number).
FILLED_ELSEWHERE = {
    "events/organiser/date_actions.py",
    "home/opening_texts.py",
    "site/core/accounts/adapter.py",
    # `UnreadableFile` fills them, in the language of who reads it.
    "newcomers/reading/lists.py",
    "site/core/spreadsheets/reading.py",
}

# Of plain-text templates: what stands on a line of its own and is pressed or copied there.
COPIED = {"base_url", "code", "contact.email", "item.link", "occurrence.event.online_url"}
LINK = re.compile(r"(^|\.)[a-z_]*url$|\|full_address$")
# Whole sentences and paragraphs in the language of the mail or of the package around them.
PARAGRAPHS = {
    "contact.helps_with.text",
    "date",
    "how_often",
    "item.sentence",
    "item.text.text",
    "line",
    "line.text",
    "named",
    "note",
    "offer.about.text",
    "offer.name.text",
    "package_text",
    "part.heading.text",
    "part.label.text",
    "part.role.text",
    "part.word",
    "subject",
    "told.button",
    "told.heading",
    "told.last",
    "told.subject",
    "when",
    "when|capfirst",
    "why",
    "words.question",
}
# A greeting, whose name is isolated when it is filled in.
GREETING = ("welcome/mail/package.txt", "name")
# A link to a place on a page is one link.
PLACE_ON_A_PAGE = re.compile(r"(\{\{ [a-z_]*url \}\})#[a-z-]+\{\{ [\w.]+ \}\}")
BLOCK = re.compile(r"\{%\s*blocktrans(?:late)?\b.*?%\}(.*?)\{%\s*endblocktrans(?:late)?\s*%\}", re.DOTALL)
COMMENT = re.compile(r"\{% comment.*?endcomment %\}|\{#.*?#\}", re.DOTALL)
NOT_SHOWN = re.compile(
    r'<bdi lang="nb">.*?</bdi>|<(style|script)\b.*?</\1>|\{%.*?%\}|\{\{.*?\}\}|<[^<>]*>', re.DOTALL
)
BDI = re.compile(r"</?bdi[^<>]*>")


@cache
def code() -> list[tuple[str, ast.Module]]:
    paths = [path for folder in OURS for path in sorted((ROOT / folder).rglob("*.py"))]
    return [
        (str(path.relative_to(ROOT)), ast.parse(path.read_text(encoding="utf-8")))
        for path in paths
        if "migrations" not in path.parts
    ]


def templates(suffix: str) -> Iterator[tuple[str, str]]:
    for path in sorted((ROOT / "templates").rglob(f"*{suffix}")):
        yield str(path.relative_to(ROOT / "templates")), path.read_text(encoding="utf-8")


def is_translation(node: ast.AST) -> bool:
    if not isinstance(node, ast.Call):
        return False
    name = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
    return bool(GETTEXT.match(name))


def test_no_text_is_filled_by_hand():
    """`filled` does it: the operator `%` is for remainders, and for what is kept as it is written."""
    found: dict[str, int] = {}
    for name, tree in code():
        number = sum(isinstance(node, ast.BinOp) and isinstance(node.op, ast.Mod) for node in ast.walk(tree))
        if number and name != "site/core/isolation.py":
            found[name] = number
    assert found == {**REMAINDERS, **BYTES, **KEPT_AS_WRITTEN}


def test_no_translated_text_is_put_together_in_another_way():
    """Neither with `format` or `replace`, nor in an f-string beside a value."""
    glued, late, changed = {}, {}, []
    for name, tree in code():
        for node in ast.walk(tree):
            if isinstance(node, ast.JoinedStr) and any(is_translation(each) for each in ast.walk(node)):
                glued[name] = glued.get(name, 0) + 1
            if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute):
                continue
            if node.func.attr in ("format", "replace") and is_translation(node.func.value):
                changed.append(f"{name}:{node.lineno}")
        for node in ast.walk(tree):
            if isinstance(node, ast.keyword) and node.arg == "params" and isinstance(node.value, ast.Dict):
                late[name] = [key.value for key in node.value.keys if isinstance(key, ast.Constant)]
    assert (glued, late, changed) == (ABOVE_A_LINK, FILLED_LATE, [])


def test_every_text_with_a_value_is_filled_in_its_own_file():
    """But for those of a table, which are filled where the table is read."""
    elsewhere = set()
    for name, tree in code():
        texts = {
            part.value
            for node in ast.walk(tree)
            if is_translation(node)
            for part in ast.walk(node)
            if isinstance(part, ast.Constant) and isinstance(part.value, str)
        }
        fills = any(isinstance(node, ast.Name) and node.id == "filled" for node in ast.walk(tree))
        if not fills and any(PLACEHOLDER.search(text) for text in texts):
            elsewhere.add(name)
    assert elsewhere == FILLED_ELSEWHERE


def test_sentences_of_templates_are_made_by_our_tag_in_wagtails_and_allauths_too():
    engine = engines["django"].engine
    assert engine.libraries["i18n"] == "core.templatetags.sentences"
    tag = engine.template_libraries["i18n"].tags["blocktranslate"]
    assert (tag.__module__, engine.template_libraries["i18n"].tags["blocktrans"]) == (
        "core.templatetags.sentences",
        tag,
    )


def test_plain_text_isolates_what_stands_beside_words():
    """Outside a sentence: a value is isolated, or copied from a line of its own, or is a paragraph itself."""
    bare = []
    for name, source in templates(".txt"):
        for written in BLOCK.sub("", COMMENT.sub("", source)).splitlines():
            line = PLACE_ON_A_PAGE.sub(r"\1", written)
            around = re.sub(r"\{%.*?%\}|\{\{.*?\}\}", "", line).strip(" -")
            for value in re.findall(r"\{\{\s*(.*?)\s*\}\}", line):
                if value.endswith(("|isolated", "|left_to_right")):
                    continue
                alone = not around and line.count("{{") == 1
                known = value in COPIED or value in PARAGRAPHS or (name, value) == GREETING
                if not (alone and (known or LINK.search(value))):
                    bare.append((name, value))
    assert bare == []


@pytest.mark.parametrize("suffix", [".html", ".mjml", ".txt"])
def test_what_stands_between_two_values_is_a_text_of_the_catalogue(suffix):
    """A comma of ours is wrong among Arabic ones: `comma`, `in_a_row` and `labelled` write the reader's."""
    marked = []
    for name, source in templates(suffix):
        if name == "core/styleguide.html":
            continue
        # A Norwegian name has its own.
        rest = NOT_SHOWN.sub("", BLOCK.sub("", COMMENT.sub("", source)))
        marked += [(name, line.strip()) for line in rest.splitlines() if re.search(r"[,;،](\s|$)", line)]
    assert marked == []


def test_translations_keep_the_markup_that_isolates():
    """`<bdi>` in a text is what isolates its value; a translation without it would not."""
    lost = []
    for code_, _name in settings.LANGUAGES:
        path = Path(settings.LOCALE_PATHS[0]) / code_ / "LC_MESSAGES" / "django.po"
        for entry in polib.pofile(str(path)) if path.exists() else []:
            wanted = sorted(BDI.findall(entry.msgid))
            for text in [entry.msgstr, *entry.msgstr_plural.values()]:
                if text and sorted(BDI.findall(text)) != wanted:
                    lost.append((code_, entry.msgid))
    assert lost == []
