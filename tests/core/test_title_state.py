"""What has just happened is the first word of a title, and has the focus on the page."""

import pytest
from django import forms
from django.contrib.messages import constants
from django.contrib.messages.storage.base import Message
from django.template import Context, Template
from django.template.loader import render_to_string
from django.utils.translation import override

from tests.markup import texts

TITLE = Template("{% load core_tags %}{% title_state %}")


class Sample(forms.Form):
    name = forms.CharField()


@pytest.mark.parametrize(
    ("context", "said"),
    [
        ({}, ""),
        ({"form": Sample()}, ""),
        ({"form": Sample({"name": "Olena"})}, ""),
        ({"form": Sample({})}, "Error: "),
        ({"verify_form": Sample({})}, "Error: "),
        ({"stale": True}, "Error: "),
        ({"messages": [Message(constants.INFO, "Nothing was changed.")]}, ""),
        ({"messages": [Message(constants.ERROR, "It is full.")]}, "Error: "),
        ({"messages": [Message(constants.SUCCESS, "The count is saved.")]}, "Saved: "),
        ({"messages": [Message(constants.SUCCESS, "The person is deleted.", "done")]}, "Done: "),
        ({"messages": [Message(constants.SUCCESS, "Saved.")], "form": Sample({})}, "Error: "),
    ],
)
def test_title_begins_with_what_has_happened(context, said):
    with override("en"):
        assert TITLE.render(Context(context)) == said


def test_title_of_a_form_with_a_mistake_says_so(client, db):
    page = client.post("/en/account/login/", {"login": "olena@"}).content.decode()
    assert texts(page, "title") == ["Error: Log in – Møteplass"]


def test_message_has_the_focus():
    page = render_to_string("core/messages.html", {"messages": [Message(constants.SUCCESS, "Saved.")]})
    assert texts(page, "[tabindex='-1'][autofocus]") == ["Saved."]
    assert texts(page, "[role]") == []
