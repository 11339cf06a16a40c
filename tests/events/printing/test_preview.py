"""What stands for a date where its link is shared."""

import re
from datetime import timedelta
from io import BytesIO
from time import monotonic

import pytest
from django.utils import timezone
from django.utils.translation import override
from PIL import Image

from core.typesetting import services
from core.typesetting.models import MadeFile
from events.models import EventText, Occurrence
from events.printing import views
from events.printing.preview import picture_path, picture_recipe
from tests import factories
from tests.conftest import wait_until


@pytest.fixture(autouse=True)
def _files(settings, tmp_path) -> None:
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def date(db) -> Occurrence:
    occurrence = factories.an_occurrence()
    return Occurrence.objects.with_cards().get(pk=occurrence.pk)


def tags_of(page: str) -> dict[str, str]:
    return dict(re.findall(r'<meta (?:property|name)="((?:og|twitter):[^"]+)" content="([^"]*)">', page))


def test_page_says_what_it_is(client, date, settings):
    path = f"/uk/{date.municipality.slug}/events/{date.public_id}/"
    tags = tags_of(client.get(path).content.decode())
    assert tags["og:title"] == "Språkkafé på biblioteket"
    assert "Herøy folkebibliotek" in tags["og:description"]
    assert tags["og:image"].startswith(f"{settings.BASE_URL}{path}picture-")
    assert (tags["og:locale"], tags["twitter:card"]) == ("uk_UA", "summary_large_image")


def test_picture_that_is_made_is_kept_for_ever(client, date):
    with override("nb"):
        path, recipe = picture_path(date), picture_recipe(date)
    row = services.ask(recipe=recipe, now=timezone.now())
    services.make(pk=row.pk, now=timezone.now())
    answer = client.get(path)
    assert (answer["Content-Type"], "immutable" in answer["Cache-Control"]) == ("image/png", True)
    assert Image.open(BytesIO(answer.content)).size == (1200, 630)


def test_picture_that_nobody_makes_is_the_sites_own(client, date, queue):
    """And nobody keeps that one."""
    with override("nb"):
        path = picture_path(date)
    before = monotonic()
    answer = client.get(path)
    assert (answer.status_code, answer["Location"]) == (302, "/static/img/preview.png")
    assert answer["Cache-Control"] == "no-store"
    assert monotonic() - before < 30


def test_where_many_wait_nobody_holds_the_line(client, date):
    for number in range(services.A_FEW + 1):
        recipe = services.Recipe("picture.typ", "png", {"number": number})
        services.ask(recipe=recipe, now=timezone.now())
    with override("nb"):
        path = picture_path(date)
    assert client.get(path).status_code == 302


def test_one_thread_waits_and_the_others_serve(client, date):
    with override("nb"):
        path = picture_path(date)
    with views.ONE_WAITS:
        assert client.get(path)["Location"] == "/static/img/preview.png"


def test_moved_date_has_another_picture(client, date):
    with override("nb"):
        before = picture_path(date)
    Occurrence.objects.filter(pk=date.pk).update(
        starts_at=date.starts_at + timedelta(hours=1), ends_at=date.ends_at + timedelta(hours=1)
    )
    answer = client.get(before)
    assert answer.status_code == 302
    assert answer["Location"].startswith(before.rpartition("picture-")[0])
    assert answer["Location"] != before


@pytest.mark.parametrize("language", ["nb", "nn", "en", "uk", "ar"])
def test_picture_is_made_of_whatever_a_title_holds(date, language):
    EventText.objects.filter(event=date.event).update(title="x" * 60 + " 🎉 日本語 مرحبا")
    date = Occurrence.objects.with_cards().get(pk=date.pk)
    with override(language):
        content = services.typeset(picture_recipe(date))
    assert Image.open(BytesIO(content)).size == (1200, 630)


@pytest.mark.services
def test_worker_makes_the_picture_while_one_waits(celery_worker_process, client, settings):
    occurrence = factories.an_occurrence()
    date = Occurrence.objects.with_cards().get(pk=occurrence.pk)
    with override("nb"):
        path = picture_path(date)
    client.get(path)
    wait_until(lambda: MadeFile.objects.get().is_made, 60)
    assert client.get(path)["Content-Type"] == "image/png"
