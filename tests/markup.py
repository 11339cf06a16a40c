"""Reading a page as a browser does: how its template is broken into lines is nobody's concern."""

import re

from bs4 import BeautifulSoup


def squeezed(page: str) -> str:
    """`page` with one space for any white space, and none beside or inside the brackets of a tag."""
    return re.sub(r"\s*(<|>)\s*", r"\1", re.sub(r"\s+", " ", page))


def language_of(html: str, words: str) -> tuple[str, str]:
    """The language and direction of the nearest element around `words` that is marked with a language."""
    found = BeautifulSoup(html, "html.parser").find_all(string=lambda each: words in each)
    # A block of data for programs is shown to nobody.
    text = next((each for each in found if each.parent.name != "script"), None)
    assert text, f"the page does not say {words!r}"
    marked = next(parent for parent in text.parents if parent.get("lang"))
    return marked["lang"], marked.get("dir", "")


def texts(html: str, selector: str) -> list[str]:
    """The words of each element that `selector` finds, on one line. Select by role, id or place."""
    return [
        " ".join(found.get_text(" ").split()) for found in BeautifulSoup(html, "html.parser").select(selector)
    ]


def form_values(html: str) -> dict[str, object]:
    """What a browser sends from the page's own form, the longest one, if nobody touches it."""
    forms = BeautifulSoup(html, "html.parser").find_all("form")
    form = max(forms, key=lambda each: len(each.find_all(["input", "select", "textarea"])))
    values: dict[str, list[str]] = {}
    for field in form.find_all(["input", "select", "textarea"]):
        name, kind = field.get("name"), field.get("type")
        if not name or field.has_attr("disabled") or kind in ("submit", "button", "file"):
            continue
        if kind in ("checkbox", "radio") and not field.has_attr("checked"):
            continue
        if field.name == "select":
            chosen = field.find_all("option", selected=True) or field.find_all("option")[:1]
            sent = [option.get("value", option.get_text()) for option in chosen]
        elif field.name == "textarea":
            sent = [field.get_text().removeprefix("\n")]
        else:
            sent = [field.get("value", "on" if kind == "checkbox" else "")]
        values.setdefault(name, []).extend(sent)
    return {name: sent[0] if len(sent) == 1 else sent for name, sent in values.items()}
