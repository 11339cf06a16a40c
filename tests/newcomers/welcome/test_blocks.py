"""Every kind of part can be shown wherever its page or package is."""

import pytest
from django.apps import apps
from django.template.loader import get_template
from wagtail import blocks
from wagtail.fields import StreamField
from wagtail.models import Locale

from newcomers.welcome.blocks import PackageBlock
from newcomers.welcome.models import WelcomePackage
from newcomers.welcome.rendering import NothingMade, render_mail_parts
from tests import factories


def every_block():
    for model in apps.get_models():
        for field in model._meta.get_fields():
            if isinstance(field, StreamField):
                for name, block in field.stream_block.child_blocks.items():
                    yield pytest.param(name, block, id=f"{model.__name__}.{field.name}.{name}")


@pytest.mark.parametrize(("name", "block"), list(every_block()))
def test_block_of_a_page_or_package_has_a_template_with_its_name(name, block):
    if isinstance(block, blocks.RichTextBlock):
        return  # it is HTML already
    template = block.get_template(None)
    assert template.endswith(f"/blocks/{name}.html")
    get_template(template)


@pytest.mark.parametrize("suffix", ["mjml", "txt"])
@pytest.mark.parametrize("name", list(PackageBlock().child_blocks))
def test_block_of_a_package_has_a_template_for_mail(name, suffix):
    get_template(f"welcome/mail/blocks/{name}.{suffix}")


class Songs(PackageBlock):
    song = blocks.CharBlock()


def test_part_without_a_template_is_left_out_and_the_log_says_so(caplog):
    body = [("song", "Å eg veit meg eit land"), ("explainer", {"word": "dugnad", "explanation": "Sammen"})]
    package = WelcomePackage(locale=Locale(language_code="nb"), body=blocks.StreamValue(Songs(), body))
    mjml, text = render_mail_parts(package)
    assert "dugnad" in mjml
    assert text.startswith("dugnad")
    assert "letter_part_left_out" in caplog.text


def test_package_of_which_nothing_can_be_made_is_not_sent_empty():
    body = [("song", "Å eg veit meg eit land")]
    package = WelcomePackage(locale=Locale(language_code="nb"), body=blocks.StreamValue(Songs(), body))
    with pytest.raises(NothingMade):
        render_mail_parts(package)


def test_text_of_a_mail_has_every_part_once_and_no_gap_where_a_part_is_empty(db):
    package = factories.a_package()
    package.body = blocks.StreamValue(
        PackageBlock(),
        [
            ("explainer", {"word": "dugnad", "explanation": "<p>Sammen & gratis</p>"}),
            ("next_events", {"heading": "Nå", "count": 3}),
            ("checklist", {"heading": "Først", "items": [{"text": "Meld flytting"}]}),
        ],
    )
    _mjml, text = render_mail_parts(package)
    assert text == "dugnad\nSammen & gratis\n\n\nFørst\n\n- Meld flytting"
