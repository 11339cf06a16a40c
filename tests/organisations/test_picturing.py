"""Pictures that are chosen in the portal: photographs with words, drawings, and whose they are."""

import json
from datetime import timedelta
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from PIL import Image
from wagtail.models import Revision

from core.drawings import DRAWINGS, FOLDER
from core.models import Picture
from core.picture_choice import keep
from events.models import Event, Series
from organisations.models import Organisation
from organisations.picturing.unused import drop_unused
from tests import factories

PLACE_OF_A_CAMERA = 0x8825


def an_activity(organisation: Organisation) -> Event:
    event = factories.an_event(organisation=organisation)
    factories.a_series(event)
    return event


def photograph(name: str = "IMG_1.jpg", *, kind: str = "JPEG") -> SimpleUploadedFile:
    content, exif = BytesIO(), Image.Exif()
    exif.get_ifd(PLACE_OF_A_CAMERA)[1] = "N"
    Image.new("RGB", (400, 200), "teal").save(content, kind, exif=exif)
    return SimpleUploadedFile(name, content.getvalue(), content_type="image/jpeg")


@pytest.fixture
def ask(client, organiser, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    client.force_login(organiser)
    return client


def test_every_drawing_is_there():
    assert {path.stem for path in FOLDER.glob("*.jpg")} == set(DRAWINGS)


def test_photograph_says_what_is_seen_and_not_where(ask, organisation):
    address = reverse("portal_event_picture", args=[an_activity(organisation).pk])
    assert ask.post(address, {"file": photograph()}).status_code == 400
    sent = {"file": photograph(), "description": "Fem mennesker drikker kaffe ute.", "focus": "left"}
    assert ask.post(address, sent).status_code == 302
    picture = Picture.objects.get()
    assert (picture.description, picture.focal_point_x) == ("Fem mennesker drikker kaffe ute.", 80)
    with Image.open(picture.file) as stored:
        assert not stored.getexif()


@pytest.mark.parametrize(
    "content", [b"<svg xmlns='http://www.w3.org/2000/svg'/>", b"\xff\xd8\xff", b"GIF89a"]
)
def test_what_is_no_picture_is_refused(ask, organisation, content):
    address = reverse("portal_event_picture", args=[an_activity(organisation).pk])
    file = SimpleUploadedFile("picture.jpg", content, content_type="image/jpeg")
    assert ask.post(address, {"file": file, "description": "Noe"}).status_code == 400
    assert not Picture.objects.exists()


def test_drawing_is_one_row_for_all_and_stays(ask, organisation):
    for _each in range(2):
        address = reverse("portal_event_picture", args=[an_activity(organisation).pk])
        assert ask.post(address, {"drawing": "coffee"}).status_code == 302
        assert ask.post(address, {"remove": "yes"}).status_code == 302
    assert Picture.objects.count() == 1


def test_picture_of_a_live_activity_waits_where_words_do(ask, organisation):
    event = an_activity(organisation)
    ask.post(reverse("portal_event_picture", args=[event.pk]), {"drawing": "hike"})
    event.refresh_from_db()
    assert (event.picture, event.has_unpublished_changes) == (None, True)
    Organisation.objects.update(is_trusted=True)
    other = an_activity(organisation)
    ask.post(reverse("portal_event_picture", args=[other.pk]), {"drawing": "hike"})
    other.refresh_from_db()
    assert other.picture


def test_anothers_picture_is_not_there(client, outsider, organisation):
    client.force_login(outsider)
    address = reverse("portal_event_picture", args=[an_activity(organisation).pk])
    assert client.post(address, {"drawing": "hike"}).status_code == 404


@pytest.mark.django_db(transaction=True)
def test_photograph_that_nothing_shows_is_gone_with_its_file(ask, organisation):
    """Of two activities with one photograph, the first that lets it go leaves it to the other."""
    events = [an_activity(organisation) for _number in range(2)]
    Event.objects.update(live=False, state="draft")
    first, second = (reverse("portal_event_picture", args=[event.pk]) for event in events)
    ask.post(first, {"file": photograph(), "description": "Kaffe ute."})
    picture = Picture.objects.get()
    Event.objects.filter(pk=events[1].pk).update(picture=picture)
    ask.post(first, {"remove": "yes"})
    assert Picture.objects.exists()
    ask.post(second, {"drawing": "hike"})
    assert not Picture.objects.filter(pk=picture.pk).exists()
    assert not picture.file.storage.exists(picture.file.name)


@pytest.mark.django_db(transaction=True)
def test_photographs_that_nothing_shows_end_at_night(ask, organisation):
    """Of a deleted draft; not what is shown, waits in a version, stands in a page, or is Wagtail's own."""
    sent = {"description": "Kaffe ute."}
    deleted, shown, waits = (an_activity(organisation) for _number in range(3))
    Event.objects.exclude(pk=waits.pk).update(live=False, state="draft")
    for event in (deleted, shown, waits):
        ask.post(reverse("portal_event_picture", args=[event.pk]), sent | {"file": photograph()})
    gone, first, second = Picture.objects.order_by("pk")
    waits.refresh_from_db()
    assert waits.picture is None
    in_a_page = keep(photograph(), "I en side", "", user=gone.uploaded_by_user, collection=gone.collection)
    page = factories.a_municipality_page(organisation.municipality)
    version = page.save_revision()
    body = json.dumps([{"type": "picture", "value": in_a_page.pk}])
    Revision.objects.filter(pk=version.pk).update(content=version.content | {"body": body})
    own = Picture.objects.create(title="Wagtails", file=photograph(), collection=gone.collection)
    Series.objects.filter(event=deleted).delete()
    deleted.delete()
    assert drop_unused(now=timezone.now()) == 0
    assert drop_unused(now=timezone.now() + timedelta(days=2)) == 1
    assert set(Picture.objects.all()) == {first, second, in_a_page, own}
    assert not gone.file.storage.exists(gone.file.name)
