"""Every kind of part can be shown wherever its page or step is."""

import pytest
from django.apps import apps
from django.template.loader import get_template
from django.urls import reverse
from django.utils.html import strip_tags
from wagtail import blocks
from wagtail.fields import StreamField

from newcomers.welcome.blocks import PackageBlock
from newcomers.welcome.content.rendering import NothingMade, render_body, render_mail_parts
from newcomers.welcome.content.resolving import MAKERS
from newcomers.welcome.content.segments import TRANSLATED
from newcomers.welcome.models import PackageStep


def every_block():
    for model in apps.get_models():
        for field in model._meta.get_fields():
            if isinstance(field, StreamField) and model is not PackageStep:
                for name, block in field.stream_block.child_blocks.items():
                    yield pytest.param(name, block, id=f"{model.__name__}.{field.name}.{name}")


@pytest.mark.parametrize(("name", "block"), list(every_block()))
def test_block_of_a_page_has_a_template_with_its_name(name, block):
    if isinstance(block, blocks.RichTextBlock):
        return  # it is HTML already
    template = block.get_template(None)
    assert template.endswith(f"/blocks/{name}.html")
    get_template(template)


def test_every_part_of_a_step_is_resolved_and_its_texts_are_known():
    assert set(PackageBlock().child_blocks) == set(MAKERS) == set(TRANSLATED)


def names_of_parts() -> list[str]:
    """As they are resolved: what the county shares is a section."""
    return [*(set(MAKERS) - {"shared"}), "section"]


@pytest.mark.parametrize("name", names_of_parts())
@pytest.mark.parametrize("template", ["parts/{}.html", "mail/parts/{}.mjml", "mail/parts/{}.txt"])
def test_part_has_a_template_for_the_page_and_two_for_the_mail(name, template):
    get_template(f"welcome/{template.format(name)}")


def said(text: str) -> dict[str, str]:
    return {"text": text, "language": "nb"}


def content(*parts: dict) -> dict:
    return {"language": "nb", "subject": said("Hei"), "parts": list(parts)}


def explainer(html: str = "<p>Sammen</p>") -> dict:
    return {"type": "explainer", "word": "dugnad", "explanation": {"html": html, "language": "nb"}}


SONG = {"type": "song", "text": "Å eg veit meg eit land"}


def test_part_without_a_template_is_left_out_and_the_log_says_so(caplog):
    mjml, text = render_mail_parts(content(SONG, explainer()))
    assert "dugnad" in mjml
    assert text.startswith("dugnad")
    assert "letter_part_left_out" in caplog.text
    assert "dugnad" in render_body(content(SONG, explainer()))


def test_package_of_which_nothing_can_be_made_is_not_sent_empty():
    with pytest.raises(NothingMade):
        render_mail_parts(content(SONG))


def test_text_of_a_mail_has_every_part_once_and_no_gap_where_a_part_is_empty():
    _mjml, text = render_mail_parts(
        content(
            explainer("<p>Sammen &amp; gratis</p>"),
            {"type": "next_events", "heading": said("Nå"), "count": 3},
            {
                "type": "checklist",
                "heading": said("Først"),
                "items": [{"text": said("Meld flytting"), "link": ""}],
            },
        )
    )
    assert text == "dugnad\nSammen & gratis\n\n\nFørst\n\n- Meld flytting"


@pytest.mark.django_db
@pytest.mark.parametrize("name", list(PackageBlock().child_blocks))
def test_editor_shows_an_example_of_every_part_where_it_is_chosen(client, host, heroy, name):
    """As readers see it: not a list of Python values."""
    client.force_login(host)
    block = PackageStep._meta.get_field("body").stream_block.child_blocks[name]
    assert block.is_previewable
    answer = client.get(reverse("wagtailadmin_block_preview"), {"id": block.definition_prefix})
    assert answer.status_code == 200
    page = answer.content.decode()
    assert '<div class="wp-package"' in page
    assert "StructValue" not in page
    assert len(strip_tags(page.partition('<div class="wp-package"')[2]).split()) > 1
