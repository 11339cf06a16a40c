"""A municipality's pictures are its own."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from core.models import Picture
from organisations.tenancy.grants import collection_for

pytestmark = pytest.mark.django_db


@pytest.fixture
def picture(heroy, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    content = io.BytesIO()
    Image.new("RGB", (40, 30)).save(content, "PNG")
    file = SimpleUploadedFile("boat.png", content.getvalue(), "image/png")
    return Picture.objects.create(title="Båthuset på kaia", file=file, collection=collection_for(heroy))


@pytest.mark.parametrize("address", ["wagtailimages_chooser:choose_results", "wagtailimages:index_results"])
def test_picture_is_chosen_by_its_own_municipality_only(client, editor, outsider, picture, address):
    seen = {}
    for user in (editor, outsider):
        client.force_login(user)
        seen[user] = picture.title in client.get(reverse(address)).content.decode()
    assert seen == {editor: True, outsider: False}


def test_collection_of_a_municipality_is_made_once(heroy):
    assert collection_for(heroy) == collection_for(heroy)
