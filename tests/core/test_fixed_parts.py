"""Parts of templates that are made once for each language."""

import pytest
from django.core.signals import setting_changed
from django.template import Context, Engine, engines
from django.template.base import VariableNode
from django.utils.translation import override

from core.fixed_parts import Fixed
from core.templatetags.core_tags import with_links

PAGE = """{% load i18n static %}
<h1>{% translate "Log in" %}</h1>{% icon "globe" %}
<a href="{% url 'about' %}">{% translate "Accessibility" %}</a>
<img src="{% static 'img/empty.svg' %}">{% if name %}{% translate "Search" %}: {{ name }}{% endif %}
{% language "uk" %}{% translate "Log in" %}{% endlanguage %}
{% blocktranslate %}Organisations in {{ name }}{% endblocktranslate %}
{% kept kind %}{{ kind }}{{ name }}{% endkept %}
"""


def engine_with(loader: str | None, **templates: str) -> Engine:
    inner = ("django.template.loaders.locmem.Loader", templates)
    ours = engines["django"].engine
    return Engine(
        loaders=[(loader, [inner])] if loader else [inner],
        libraries=ours.libraries,
        builtins=ours.builtins,
    )


@pytest.fixture
def fixed():
    return engine_with("core.fixed_parts.Loader", page=PAGE).get_template("page")


def test_page_is_what_django_makes_of_it_in_each_language_whichever_comes_first(fixed):
    plain = engine_with(None, page=PAGE).get_template("page")
    values = {"name": "<Herøy>", "kind": "sprakkafe"}
    for language in ("nb", "ar", "uk", "nb", "en"):
        with override(language):
            assert fixed.render(Context(values)) == plain.render(Context(values)), language


def test_what_depends_on_the_language_alone_is_one_part(fixed):
    kinds = [type(node) for node in fixed.nodelist]
    assert kinds[0] is Fixed
    assert VariableNode not in {type(node) for node in fixed.nodelist[0].nodes}
    # A translation with a value in it is made anew.
    assert kinds.count(Fixed) < len(kinds)


def test_kept_part_is_made_once_for_each_value_and_language(fixed):
    def last_line(**values: str) -> str:
        return fixed.render(Context(values)).rstrip().rpartition("\n")[2]

    with override("en"):
        assert last_line(kind="kept-1", name="Bodø").endswith("kept-1Bodø")
        assert last_line(kind="kept-1", name="Rana").endswith("kept-1Bodø")
        assert last_line(kind="kept-2", name="Rana").endswith("kept-2Rana")
    with override("nn"):
        assert last_line(kind="kept-1", name="Rana").endswith("kept-1Rana")


def test_nothing_is_kept_when_settings_change(fixed):
    with override("en"):
        first = fixed.render(Context({"kind": "kept-3", "name": "Bodø"}))
        setting_changed.send(sender=None, setting="STATIC_URL", value="/", enter=True)
        assert fixed.render(Context({"kind": "kept-3", "name": "Rana"})) != first


@pytest.mark.parametrize(
    "text",
    [
        "Vi møtes. Ta med <kaffe> & kake!\n\nKlokka 18.00: kom når du vil.",
        "Les mer på https://example.org/a?b=1&c=2 eller www.example.no.",
        "Skriv til hei@example.no, eller se example.org/kart og Example.COM.",
        "Kl. 18.00–20.00. «Hei.» organisert av.comsom",
    ],
)
def test_links_are_those_of_django(text):
    template = "{% load core_tags %}{{ text|with_links|linebreaks }}"
    django = "{{ text|urlize|linebreaks }}"
    engine = engines["django"]
    assert engine.from_string(template).render({"text": text}) == engine.from_string(django).render(
        {"text": text}
    )
    assert with_links("a < b") == "a &lt; b"
