"""Pictures lose what the camera wrote into them, and nothing else."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image
from PIL.ImageCms import ImageCmsProfile, createProfile

from core.models import Picture
from core.pictures import without_metadata

MAKER, ORIENTATION, GPS = 0x010F, 0x0112, 0x8825
PROFILE = ImageCmsProfile(createProfile("sRGB")).tobytes()


def a_photo(kind: str = "JPEG", **options) -> SimpleUploadedFile:
    """Lying on its side, with the camera's name and a place."""
    exif = Image.Exif()
    exif[MAKER] = "SECRET-CAMERA"
    exif[ORIENTATION] = 6
    exif.get_ifd(GPS)[1] = "N"
    content = io.BytesIO()
    Image.effect_noise((400, 300), 40).convert("RGB").save(
        content, kind, **{"exif": exif, "icc_profile": PROFILE, **options}
    )
    return SimpleUploadedFile(f"a.{kind.lower()}", content.getvalue(), f"image/{kind.lower()}")


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_camera_and_place_are_left_out(kind):
    photo = a_photo(kind, **({"lossless": True} if kind == "WEBP" else {}))
    clean = without_metadata(photo)
    data = clean.read()
    assert b"SECRET-CAMERA" not in data
    picture = Image.open(io.BytesIO(data))
    assert dict(picture.getexif()) == {ORIENTATION: 6}
    assert (picture.format, picture.size, picture.info["icc_profile"]) == (kind, (400, 300), PROFILE)
    assert (clean.name, clean.content_type) == (photo.name, photo.content_type)


def test_picture_without_them_is_not_touched():
    photo = a_photo(exif=Image.Exif())
    assert without_metadata(photo) is photo


def test_animation_keeps_its_pictures():
    content = io.BytesIO()
    first, second = (Image.new("RGB", (20, 20), colour) for colour in ("red", "blue"))
    first.save(content, "GIF", save_all=True, append_images=[second], comment=b"hello")
    file = SimpleUploadedFile("a.gif", content.getvalue(), "image/gif")
    assert Image.open(without_metadata(file)).n_frames == 2


def test_still_gif_loses_its_comment():
    content = io.BytesIO()
    Image.new("RGB", (20, 20), "red").save(content, "GIF", comment=b"SECRET")
    file = SimpleUploadedFile("a.gif", content.getvalue(), "image/gif")
    assert b"SECRET" not in without_metadata(file).read()


def test_uploaded_picture_shows_no_metadata_in_any_size(client, editor, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    client.force_login(editor)
    values = {"title": "Kaia", "file": a_photo(), "description": "En kai", "credit": ""}
    assert client.post("/admin/images/add/", values).status_code == 302
    picture = Picture.objects.get()
    assert b"SECRET-CAMERA" not in picture.file.read()
    assert picture.file_size == picture.file.size
    shown = picture.get_rendition("width-150")
    assert b"SECRET-CAMERA" not in shown.file.read()
    assert (shown.width, shown.height) == (150, 200)


def test_two_photographs_in_one_file_become_one_without_metadata():
    first, second = (Image.effect_noise((60, 40), spread).convert("RGB") for spread in (20, 80))
    exif = Image.Exif()
    exif[MAKER] = "SECRET-CAMERA"
    content = io.BytesIO()
    first.save(content, "MPO", save_all=True, append_images=[second], exif=exif)
    assert Image.open(io.BytesIO(content.getvalue())).format == "MPO"
    data = without_metadata(SimpleUploadedFile("a.jpg", content.getvalue(), "image/jpeg")).read()
    assert b"SECRET-CAMERA" not in data
    assert Image.open(io.BytesIO(data)).format == "JPEG"


def test_transparent_picture_stays_transparent():
    exif = Image.Exif()
    exif[MAKER] = "SECRET-CAMERA"
    content = io.BytesIO()
    Image.new("P", (20, 20), 0).save(content, "PNG", exif=exif, transparency=0)
    clean = without_metadata(SimpleUploadedFile("a.png", content.getvalue(), "image/png"))
    assert Image.open(clean).convert("RGBA").getpixel((5, 5))[3] == 0
