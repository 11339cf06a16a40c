"""From the source files that people edit to what a browser gets. Nothing here knows Django."""

import re
from collections.abc import Iterable
from pathlib import Path

import lightningcss
from rjsmin import jsmin

# Only the design system's classes and our own are ever left out: both are written in our files. Those of
# Wagtail, Django or htmx come from elsewhere.
OURS = re.compile(r"\.((?:ds|mp)-[\w-]+)")
WORD = re.compile(r"[A-Za-z_-][\w-]*")
DECLARED = re.compile(r"(--[\w-]+)\s*:")
USED = re.compile(r"var\(\s*(--[\w-]+)")
# A rule in a style sheet that is minified, with nothing nested in it; and an attribute of a simple selector.
RULE = re.compile(r"([^{};]+)\{[^{}]*\}")
ATTRIBUTE = re.compile(r"\[(data-[\w-]+)")
KEYFRAMES = re.compile(r"@keyframes ([\w-]+)")


def words_in(files: Iterable[Path]) -> set[str]:
    """Every word that could be a class: what begins with a hyphen or ends with one is a part of some."""
    found: set[str] = set()
    for file in files:
        found.update(WORD.findall(file.read_text(encoding="utf-8")))
    return found


def style_sheet(sheet: str, *, words: set[str] | None = None) -> str:
    """A style sheet without what takes room only; with `words`, also without what no page can have.

    A class is left out when it is not among `words` and none of them is the beginning of it that ends with
    a hyphen ("mp-badge--" before a value); a custom property when nothing reads it; keyframes when nothing
    moves by them. States (`:user-invalid`, `[aria-current]`) are never judged.
    """
    if words is None:
        return lightningcss.process_stylesheet(sheet, minify=True)
    beginnings = tuple(word for word in words if word.endswith("-") and len(word) > len("mp-"))
    unused = {name for name in OURS.findall(sheet) if name not in words and not name.startswith(beginnings)}
    while True:
        smaller = lightningcss.process_stylesheet(sheet, minify=True, unused_symbols=unused)
        smaller = RULE.sub(lambda rule: possible(rule, words), smaller)
        more = unused | unread(smaller, words)
        if more == unused:
            return smaller
        unused = more


def possible(rule: re.Match[str], words: set[str]) -> str:
    """The rule without selectors that ask for an attribute nobody writes, such as a theme's dark colours."""
    if "(" in rule[1] or rule[1].startswith("@"):
        return rule[0]
    selectors = rule[1].split(",")
    kept = [one for one in selectors if all(is_written(name, words) for name in ATTRIBUTE.findall(one))]
    if len(kept) == len(selectors):
        return rule[0]
    return ",".join(kept) + rule[0][len(rule[1]) :] if kept else ""


def is_written(attribute: str, words: set[str]) -> bool:
    """`data-color-scheme` in a template, or as `dataset.colorScheme` in a script."""
    first, *others = attribute.removeprefix("data-").split("-")
    return attribute in words or first + "".join(part.capitalize() for part in others) in words


def unread(sheet: str, words: set[str]) -> set[str]:
    """The custom properties and keyframes that neither the sheet nor a template or script names."""
    properties = set(DECLARED.findall(sheet)) - set(USED.findall(sheet)) - words
    moves = {
        name
        for name in KEYFRAMES.findall(sheet)
        if len(re.findall(rf"(?<![\w-]){re.escape(name)}(?![\w-])", sheet)) == 1
    }
    return properties | moves


def own_script(source: str) -> str:
    """A script of ours without comments, in a scope of its own: several can stand in one file."""
    return f"(()=>{{{jsmin(source)}\n}})();"


def drawing(source: str) -> str:
    """An SVG without comments and without what stands between its elements for people's eyes."""
    without_comments = re.sub(r"<!--.*?-->", "", source, flags=re.S)
    return re.sub(r">\s+<", "><", without_comments).strip()
