"""Personal links: one purpose each, with an end, and alive after the key is changed."""

from datetime import timedelta
from uuid import uuid4

import pytest
import time_machine
from django.utils import timezone

from core.links import LinkExpired, LinkForged, PersonalLinks

ONE = PersonalLinks(salt="tests.one")
TWO = PersonalLinks(salt="tests.two", ids=2)
SHORT = PersonalLinks(salt="tests.short", max_age=timedelta(hours=1))


def test_link_gives_back_its_ids():
    first, second = uuid4(), uuid4()
    assert ONE.read(ONE.token(first)) == (first,)
    assert TWO.read(TWO.token(first, second)) == (first, second)


def test_link_of_one_purpose_opens_nothing_else():
    token = ONE.token(uuid4())
    with pytest.raises(LinkForged):
        PersonalLinks(salt="tests.other").read(token)
    with pytest.raises(LinkForged):
        TWO.read(token)


@pytest.mark.parametrize("change", [lambda t: t[:-1], lambda t: "A" + t[1:], lambda t: "", lambda t: "x.y"])
def test_changed_link_is_forged_and_not_an_error(change):
    with pytest.raises(LinkForged):
        ONE.read(change(ONE.token(uuid4())))


def test_link_is_too_old_after_its_age():
    made = timezone.now()
    token = SHORT.token(uuid4())
    with time_machine.travel(made + timedelta(minutes=59)):
        assert SHORT.read(token)
    with time_machine.travel(made + timedelta(minutes=61)), pytest.raises(LinkExpired):
        SHORT.read(token)


@pytest.mark.parametrize("links", [ONE, SHORT])
def test_link_lives_on_when_the_key_is_changed_and_the_old_one_stands_as_a_fallback(settings, links):
    key, old = uuid4(), settings.SECRET_KEY
    token = links.token(key)
    settings.SECRET_KEY = "another-" + "z" * 50
    with pytest.raises(LinkForged):
        links.read(token)
    settings.SECRET_KEY_FALLBACKS = [old]
    assert links.read(token) == (key,)
