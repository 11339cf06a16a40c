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
        more = unused | unread(smaller, words)
        if more == unused:
            return smaller
        unused = more


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
