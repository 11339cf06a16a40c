"""An id that comes back from a chooser is scoped like the chooser's list, wherever it stands."""

import json
from itertools import count

import pytest
from django.apps import apps
from django.core.files.base import ContentFile
from django.urls import reverse
from wagtail.models import Page
from wagtail.snippets.models import get_snippet_models

from core.models import Picture
from home.models import GuidePage
from organisations.tenancy.forms import OwnChoices
from organisations.tenancy.grants import collection_for
from tests import factories
from tests.home.test_guides import add, values_of

pytestmark = pytest.mark.django_db
STEPS = "wagtailsnippets_welcome_packagestep"
_numbers = count(1)


def a_picture(municipality) -> Picture:
    svg = b'<svg xmlns="http://www.w3.org/2000/svg" width="4" height="3"></svg>'
    file = ContentFile(svg, f"boat-{next(_numbers)}.svg")
    return Picture.objects.create(
        title="Båt", file=file, width=4, height=3, collection=collection_for(municipality)
    )


@pytest.fixture
def own(heroy, settings, tmp_path) -> Picture:
    settings.MEDIA_ROOT = tmp_path
    return a_picture(heroy)


@pytest.fixture
def foreign(own, outsider) -> Picture:
    return a_picture(outsider.roles.first().municipality)


def text(words: str, *, page: Page | None = None) -> str:
    """What the text editor sends; with `page` its words are a link there."""
    block = {"key": "a", "text": words, "type": "unstyled", "inlineStyleRanges": []}
    if page is None:
        return json.dumps({"blocks": [{**block, "entityRanges": []}], "entityMap": {}})
    link = {"type": "LINK", "mutability": "MUTABLE", "data": {"id": page.pk, "url": "/x/"}}
    ranges = [{"key": 0, "offset": 0, "length": len(words)}]
    return json.dumps({"blocks": [{**block, "entityRanges": ranges}], "entityMap": {"0": link}})


def package_data(**fields) -> dict[str, str]:
    return {
        "subject": "Vinteren kommer",
        "from_hour": "9",
        "to_hour": "17",
        "is_on": "on",
        "body-count": "1",
        "body-0-deleted": "",
        "body-0-order": "0",
        "body-0-type": "letter",
        "body-0-id": "",
        "body-0-value-text": text("Hei"),
        "body-0-value-signature": "Kari",
        "body-0-value-role": "",
        "body-0-value-picture": "",
        "action-publish": "1",
        **fields,
    }


def test_picture_of_another_municipality_does_not_come_into_a_package(client, host, own, foreign):
    step = factories.a_step(body=[])
    client.force_login(host)
    edit, preview = (reverse(f"{STEPS}:{name}", args=[step.pk]) for name in ("edit", "preview_on_edit"))
    theirs = {"body-0-value-picture": foreign.pk}
    assert client.post(edit, package_data(**theirs)).status_code == 404
    assert client.post(preview, package_data(**theirs)).status_code == 404
    client.post(edit, package_data(**{"body-0-value-picture": own.pk}))
    step.refresh_from_db()
    assert step.body[0].value["picture"] == own


@pytest.mark.parametrize("field", ["image", "host_image"])
def test_picture_of_another_municipality_does_not_come_onto_a_page(client, editor, own, foreign, field):
    page = factories.a_municipality_page()
    address = reverse("wagtailadmin_pages:edit", args=[page.pk])
    client.force_login(editor)
    answer = client.post(address, values_of(page, **{field: foreign.pk, "action-publish": "1"}))
    # Nothing comes back in which its title, its name or its tags could stand.
    assert answer.status_code == 404
    client.post(address, values_of(page, **{field: own.pk, "action-publish": "1"}))
    page.refresh_from_db()
    assert getattr(page, field) == own


def test_picture_of_another_municipality_does_not_come_into_a_guide(client, editor, own, foreign):
    page = factories.a_municipality_page()
    client.force_login(editor)
    image = {"slug": "avfall", "body-0-type": "image"}
    answer = add(client, page, **image, **{"body-0-value": foreign.pk})
    assert answer.status_code == 404
    assert add(client, page, **image, **{"body-0-value": own.pk}).status_code == 302
    assert GuidePage.objects.get().body[0].value == own


def test_what_stands_there_already_stays(client, editor, own, foreign):
    """A superuser has put a picture of the site's there: the page can still be saved."""
    page = factories.a_municipality_page(image=foreign)
    client.force_login(editor)
    data = values_of(page, image=foreign.pk, greeting="Hei!", **{"action-publish": "1"})
    assert client.post(reverse("wagtailadmin_pages:edit", args=[page.pk]), data).status_code == 302
    page.refresh_from_db()
    assert (page.greeting, page.image) == ("Hei!", foreign)


def test_link_leads_to_no_draft_of_another_municipality(client, editor, host, outsider):
    draft = factories.a_municipality_page(outsider.roles.first().municipality)
    draft.live = False
    draft.save()
    page = factories.a_municipality_page()
    step = factories.a_step(body=[])
    client.force_login(editor)
    address = reverse("wagtailadmin_pages:edit", args=[page.pk])
    answer = client.post(address, values_of(page, intro=text("Les mer", page=draft)))
    assert answer.status_code == 404
    client.force_login(host)
    data = package_data(**{"body-0-value-text": text("Les mer", page=draft)})
    assert client.post(reverse(f"{STEPS}:edit", args=[step.pk]), data).status_code == 404
    data = package_data(**{"body-0-value-text": text("Les mer", page=page)})
    assert client.post(reverse(f"{STEPS}:edit", args=[step.pk]), data).status_code == 302


def test_every_form_of_the_admin_scopes_what_is_chosen():
    """A new page or snippet cannot be forgotten: its form is one of ours."""
    pages = [m for m in apps.get_models() if issubclass(m, Page) and m._meta.app_label != "wagtailcore"]
    forms = {model: model.get_edit_handler().get_form_class() for model in pages}
    for model in get_snippet_models():
        forms[model] = model.snippet_viewset.get_edit_handler().get_form_class()
    assert len(forms) >= 5
    assert {model._meta.label for model, form in forms.items() if not issubclass(form, OwnChoices)} == set()
