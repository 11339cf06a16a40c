"""The admin as an editor meets it: nothing of it is in English where the editor reads Norwegian."""

import re
from collections import Counter
from collections.abc import Iterator
from html import unescape

import pytest
from bs4 import BeautifulSoup
from django import forms
from django.apps import apps
from django.urls import reverse
from wagtail import blocks
from wagtail.fields import StreamField

from tests import factories

pytestmark = pytest.mark.django_db

# Words that a sentence or a button in English has, and that neither bokmål nor nynorsk knows.
ENGLISH = re.compile(
    r"\b(the|and|you|your|with|this|that|has|have|been|of|page|pages|view|show|edit|delete|add|from|when|will|"
    r"are|created|children|search|filter by|sort by|root|toggle|close|open|save|saved|draft|any|image|images|"
    r"upload|choose|new|collapse|expand|all|no|yes|true|false|set|publish|published|by|ago|title|"
    r"history|usage|address|line|trusted|settings|move|copy|permissions?|required|optional|select|more|"
    r"actions?|help)\b",
    re.IGNORECASE,
)
# What is Norwegian too, or a name.
NORWEGIAN = {"by", "open", "no", "all", "set", "root"}
SNIPPETS = ("events_schoolholiday",)


def read_or_heard(html: str) -> list[str]:
    """Every text of a page, and what its parts are called for those who listen."""
    soup = BeautifulSoup(html, "html.parser")
    for tag in soup.find_all(["script", "style", "svg", "textarea", "option"]):
        tag.decompose()
    texts = list(soup.stripped_strings)
    for name in ("aria-label", "title", "placeholder", "alt", "data-w-dialog-title-value"):
        texts += [tag[name] for tag in soup.find_all(attrs={name: True})]
    return [" ".join(text.split()) for text in texts]


def english_in(html: str) -> set[str]:
    return {
        text
        for text in read_or_heard(html)
        if {word.lower() for word in ENGLISH.findall(text)} - NORWEGIAN and not text.startswith(("http", "{"))
    }


@pytest.fixture
def written(editor, heroy):
    """What an editor of Herøy writes in the admin."""
    return {"page": factories.a_municipality_page(heroy)}


@pytest.mark.parametrize("language", ["nb", "nn"])
def test_editor_reads_no_english(client, editor, written, language):
    client.force_login(editor)
    client.get(f"/{language}/portal/")
    page = written["page"]
    addresses = [
        "/admin/",
        reverse("wagtailadmin_explore_root"),
        reverse("wagtailadmin_explore", args=[page.pk]),
        reverse("wagtailadmin_pages:edit", args=[page.pk]),
        reverse("wagtailadmin_pages:history", args=[page.pk]),
        reverse("wagtailadmin_pages:add", args=["home", "guidepage", page.pk]),
        reverse("wagtailimages:index"),
        reverse("wagtailimages:add_multiple"),
        reverse("wagtailadmin_account"),
        *[reverse(f"wagtailsnippets_{name}:list") for name in SNIPPETS],
        *[reverse(f"wagtailsnippets_{name}:add") for name in SNIPPETS],
    ]
    found: Counter[str] = Counter()
    for address in addresses:
        answer = client.get(address)
        found.update(english_in(answer.content.decode()))
    assert found == Counter()


def test_boxes_for_formatted_text_are_named(client, host):
    """The editor's script writes the name on the box that is read out."""
    client.force_login(host)
    client.get("/nb/portal/")
    address = reverse("wagtailsnippets_welcome_packagestep:edit", args=[factories.a_step().pk])
    page = client.get(address).content.decode()
    boxes = re.findall(r"wagtail\.widgets\.DraftailRichTextArea.{0,4000}?\]\}", unescape(page))
    named = set(re.findall(r'"ariaLabel": "([^"]+)"', unescape(page)))
    assert (len(boxes) > 0, "Tekst" in named) == (True, True)


def rich_boxes(block: blocks.Block) -> Iterator[forms.Field]:
    for child in getattr(block, "child_blocks", {}).values():
        yield from rich_boxes(child)
    if isinstance(block, blocks.ListBlock):
        yield from rich_boxes(block.child_block)
    if isinstance(block, blocks.RichTextBlock):
        yield block.field


def test_no_box_for_formatted_text_is_without_a_name():
    streams = [
        field.stream_block
        for model in apps.get_models()
        for field in model._meta.get_fields()
        if isinstance(field, StreamField)
    ]
    boxes = [box for stream in streams for box in rich_boxes(stream)]
    assert len(boxes) == 3
    assert [box for box in boxes if not box.widget.options.get("ariaLabel")] == []
