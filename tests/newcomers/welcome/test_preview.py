"""The preview: a step as any person gets it, over each of its roads."""

from io import BytesIO

import pytest
from django.urls import reverse
from pypdf import PdfReader

from core.mail.outbox.models import OutboxMessage
from core.typesetting.models import MadeFile
from newcomers.welcome.content.working import published
from newcomers.welcome.models import LetterLink
from newcomers.welcome.views.previewing import Road
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def as_host(client, host):
    client.force_login(host)
    return client


@pytest.fixture
def olena(heroy):
    return factories.a_newcomer(name="Olena Eksempel", language="uk")


def page(client, step, **query) -> str:
    response = client.get("/en" + reverse("step_preview", args=[step.pk])[3:], query)
    assert response.status_code == 200
    return response.content.decode()


@pytest.mark.parametrize("road", Road.values)
def test_each_road_leads_to_every_other_for_the_same_person(as_host, step, olena, road):
    said = page(as_host, step, person=olena.pk, **{"as": road})
    assert "This is how" in said
    for other in Road.values:
        assert f"person={olena.pk}&amp;as={other}" in said


def test_text_and_sms_are_what_would_be_sent(as_host, step, olena):
    text = page(as_host, step, person=olena.pk, **{"as": "text"})
    assert "Вітаємо, Olena Eksempel!" in text or "Olena Eksempel" in text
    assert "Ласкаво просимо до Herøy!" in text
    sms = page(as_host, step, person=olena.pk, **{"as": "sms"})
    assert "/w/----------------------/" in sms
    assert "SMS, which the phone puts together" in sms
    assert "News from" not in sms


def test_booklet_of_a_person_is_made_and_kept_nowhere(as_host, step, olena):
    assert "booklet.pdf" in page(as_host, step, person=olena.pk, **{"as": "booklet"})
    response = as_host.get(reverse("step_preview_booklet", args=[step.pk]), {"person": olena.pk})
    assert (response["Content-Type"], response["Cache-Control"]) == ("application/pdf", "no-store")
    said = "".join(sheet.extract_text() for sheet in PdfReader(BytesIO(response.content)).pages)
    assert "Olena Eksempel" in said
    assert "Ласкаво" in said
    assert not MadeFile.objects.exists()
    assert not LetterLink.objects.exists()
    assert not OutboxMessage.objects.exists()


def test_draft_is_seen_over_every_road_before_it_is_published(as_host, step):
    step.unpublish()
    for road in Road.values:
        assert "This is a draft" in page(as_host, step, **{"as": road})
    response = as_host.get(reverse("step_preview_booklet", args=[step.pk]), {"language": "ar"})
    assert response["Content-Type"] == "application/pdf"


def test_script_that_cannot_be_printed_is_said_and_makes_no_file(as_host, step):
    step.package.languages = [*step.package.languages, "zh-hans"]
    step.package.save()
    words = {segment.text: "欢迎来到这里" for segment in published(step).segments}
    factories.a_translation(step, "zh-hans", words)
    query = {"language": "zh-hans", "as": "booklet"}
    assert "cannot print this script" in page(as_host, step, **query)
    assert as_host.get(reverse("step_preview_booklet", args=[step.pk]), query).status_code == 404


def test_whoever_is_on_the_list_is_found_and_nobody_else(as_host, step, olena):
    factories.a_newcomer(name="Olena Annensted", municipality=factories.a_municipality("1804", "Bodø"))
    found = page(as_host, step, who="olena")
    assert f"person={olena.pk}" in found
    assert "Annensted" not in found
    assert "Nobody on the list" in page(as_host, step, who="zzz")


def test_who_writes_sees_all_roads_and_nobody_of_the_list(client, editor, step, olena):
    client.force_login(editor)
    said = page(client, step, who="olena", **{"as": "sms"})
    assert "Olena Eksempel" not in said
    assert client.get(reverse("step_preview", args=[step.pk]), {"person": olena.pk}).status_code == 404
    response = client.get(reverse("step_preview_booklet", args=[step.pk]), {"person": olena.pk})
    assert response.status_code == 404


def test_before_it_is_sent_the_host_is_told_which_words_are_missing_or_out_of_date(as_host, step, olena):
    address = "/en" + reverse("campaign_dry_run", args=[step.pk])[3:]
    assert "Not everything is translated" not in as_host.get(address).content.decode()
    step.subject = "Velkommen hit, alle"
    step.save_revision().publish()
    said = as_host.get(address).content.decode()
    assert "Not everything is translated" in said
    assert "1 text out of date" in said
    assert reverse("step_translate", args=[step.pk, "uk"])[3:] in said
