"""Mail in the reader's language and direction, sent over a real socket."""

from email import message_from_bytes, policy

import pytest

from core.mail.letter import Attachment, build_message, render_letter


@pytest.fixture
def template(settings, tmp_path):
    folder = tmp_path / "try"
    folder.mkdir()
    (folder / "hello.subject.txt").write_text("{% load i18n %}Hei\n{{ name }}")
    (folder / "hello.txt").write_text("Hei {{ name }}")
    (folder / "hello.mjml").write_text(
        '{% extends "core/mail/base.mjml" %}{% block content %}<mj-section><mj-column>'
        "<mj-text>Hei {{ name }}</mj-text></mj-column></mj-section>{% endblock %}"
    )
    settings.TEMPLATES = [{**settings.TEMPLATES[0], "DIRS": [*settings.TEMPLATES[0]["DIRS"], tmp_path]}]
    return "try/hello"


def test_render_letter_keeps_the_subject_on_one_line(template):
    letter = render_letter(template, {"name": "Amir"}, language="nb")
    assert letter.subject == "Hei Amir"


def test_render_letter_in_arabic_is_right_to_left(template):
    letter = render_letter(template, {"name": "Amir"}, language="ar")
    assert 'dir="rtl"' in letter.html
    assert "text-align:right" in letter.html


def test_render_letter_escapes_what_a_person_typed(template):
    letter = render_letter(template, {"name": "<script>"}, language="nb")
    assert "<script>" not in letter.html


def test_build_message_arrives_whole(template, smtp_server):
    letter = render_letter(template, {"name": "Олена"}, language="uk")
    calendar = Attachment("dato.ics", b"BEGIN:VCALENDAR", "text/calendar")
    build_message(letter, to="olena@example.org", language="uk", attachments=[calendar]).send()
    (raw,) = smtp_server.messages
    message = message_from_bytes(raw, policy=policy.default)
    assert message["Subject"] == "Hei Олена"
    assert message["Content-Language"] == "uk"
    assert {part.get_content_type() for part in message.walk()} >= {
        "text/plain",
        "text/html",
        "text/calendar",
    }


@pytest.mark.parametrize(("demonstration", "said"), [(True, True), (False, False)])
def test_render_letter_of_a_demonstration_says_so_in_both_parts(template, settings, demonstration, said):
    settings.DEMONSTRATION = demonstration
    letter = render_letter(template, {"name": "Amir"}, language="en")
    assert (("This is a demonstration" in letter.text), ("This is a demonstration" in letter.html)) == (
        said,
        said,
    )
