"""Pictures lose what the camera wrote into them, and nothing else."""

import html
import io
import struct
import zlib

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import translation
from PIL import Image
from PIL.ImageCms import ImageCmsProfile, createProfile
from wagtail.images.models import Filter, SourceImageIOError
from wagtail.models import UploadedFile
from wagtail.users.models import UserProfile

from core import picture_files
from core.models import Picture
from core.picture_files import prepared

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
    data = prepared(photo.read())
    assert b"SECRET-CAMERA" not in data
    picture = Image.open(io.BytesIO(data))
    assert dict(picture.getexif()) == {ORIENTATION: 6}
    assert (picture.format, picture.size, picture.info["icc_profile"]) == (kind, (400, 300), PROFILE)


def test_picture_without_them_is_not_touched():
    photo = a_photo(exif=Image.Exif()).read()
    assert prepared(photo) == photo


@pytest.mark.parametrize("kind", ["WEBP", "PNG"])
def test_animation_does_not_say_where_it_was_made(kind):
    gps = Image.Exif()
    gps.get_ifd(0x8825)[1] = "N"
    gps[0x010E] = "Hjemme hos Kari"
    content = io.BytesIO()
    frames = [Image.new("RGB", (20, 20), color) for color in ("red", "blue")]
    frames[0].save(content, kind, save_all=True, append_images=frames[1:], duration=80, exif=gps)
    kept = Image.open(io.BytesIO(prepared(content.getvalue())))
    assert (kept.n_frames, dict(kept.getexif())) == (2, {})


def test_animation_keeps_its_pictures():
    content = io.BytesIO()
    first, second = (Image.new("RGB", (20, 20), colour) for colour in ("red", "blue"))
    first.save(content, "GIF", save_all=True, append_images=[second], comment=b"hello")
    assert prepared(content.getvalue()) == content.getvalue()


def test_still_gif_loses_its_comment():
    content = io.BytesIO()
    Image.new("RGB", (20, 20), "red").save(content, "GIF", comment=b"SECRET")
    assert b"SECRET" not in prepared(content.getvalue())


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
    data = prepared(content.getvalue())
    assert b"SECRET-CAMERA" not in data
    assert Image.open(io.BytesIO(data)).format == "JPEG"


def test_transparent_picture_stays_transparent():
    exif = Image.Exif()
    exif[MAKER] = "SECRET-CAMERA"
    content = io.BytesIO()
    Image.new("P", (20, 20), 0).save(content, "PNG", exif=exif, transparency=0)
    clean = io.BytesIO(prepared(content.getvalue()))
    assert Image.open(clean).convert("RGBA").getpixel((5, 5))[3] == 0


def test_large_picture_is_kept_as_large_as_pages_show_it():
    exif = Image.Exif()
    exif[ORIENTATION] = 6
    for kind, mode in (("JPEG", "RGB"), ("PNG", "P"), ("WEBP", "RGBA")):
        content = io.BytesIO()
        Image.new(mode, (5000, 2500)).save(content, kind, exif=exif)
        picture = Image.open(io.BytesIO(prepared(content.getvalue())))
        assert (picture.format, picture.size) == (kind, (4096, 2048))
        assert picture.getexif()[ORIENTATION] == 6


# --- Pictures that ask for too much --------------------------------------------------------------------


def png_that_says(width: int, height: int) -> bytes:
    """A PNG of a few bytes whose header declares any size."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    pixels = zlib.compress(bytes(1000))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")


def whole_png(side: int) -> bytes:
    """One colour: many pixels in few bytes."""
    content = io.BytesIO()
    Image.new("1", (side, side)).save(content, "PNG")
    return content.getvalue()


def endless_gif(frames: int) -> bytes:
    """Tiny pictures, one after another."""
    first = io.BytesIO()
    Image.new("P", (1, 1)).save(first, "GIF")
    data = first.getvalue()
    picture = data[data.index(b"\x2c") : -1]
    return data[: -1 - len(picture)] + (b"\x21\xf9\x04\0\1\0\0\0" + picture) * frames + b";"


TOO_LARGE = [whole_png(11_000), png_that_says(100_000, 100_000), png_that_says(8000, 6300), endless_gif(2000)]
NAMES = ["121 megapixels", "10 gigapixels", "just above", "2000 pictures"]


@pytest.fixture
def as_editor(client, editor, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    client.force_login(editor)
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    UserProfile.objects.create(user=editor, preferred_language="en")
    return client


def send(client, way: str, data: bytes, name: str):
    """The answer's text, for each of the ways in which a picture comes in."""
    file = SimpleUploadedFile(name, data, "image/png")
    fields = {"title": "Kaia", "description": "", "credit": "", "tags": ""}
    if way == "page":
        answer = client.post("/admin/images/add/", fields | {"file": file})
    elif way == "several at once":
        address = "/admin/images/multiple/add/"
        answer = client.post(
            address, fields | {"files[]": file}, headers={"X-Requested-With": "XMLHttpRequest"}
        )
    else:
        fields = {f"image-chooser-upload-{field}": value for field, value in fields.items()}
        answer = client.post("/admin/images/chooser/create/", fields | {"image-chooser-upload-file": file})
    assert answer.status_code == 200
    return html.unescape(answer.content.decode().encode().decode("unicode_escape", "replace"))


@pytest.mark.parametrize("way", ["page", "several at once", "chooser"])
@pytest.mark.parametrize("data", TOO_LARGE, ids=NAMES)
def test_picture_that_asks_for_too_much_is_refused_in_words_on_every_way_in(as_editor, way, data):
    with translation.override("en"):
        text = send(as_editor, way, data, "a.gif" if data.startswith(b"GIF") else "a.png")
    assert "We take pictures of up to 50 million pixels" in text
    assert not Picture.objects.exists()


@pytest.mark.parametrize("way", ["page", "several at once", "chooser"])
def test_file_that_is_no_picture_is_refused_in_words(as_editor, way):
    with translation.override("en"):
        text = send(as_editor, way, b"\x89PNG\r\n\x1a\n and nothing", "a.png")
    assert "damaged or is not a picture" in text


def test_picture_that_was_kept_before_is_not_decoded_for_its_sizes(db):
    with pytest.raises(SourceImageIOError, match="too many pixels"):
        Picture(title="x", width=11_000, height=11_000).generate_rendition_file(Filter("width-150"))


def test_picture_whose_form_has_another_fault_is_kept_without_metadata(as_editor):
    """Wagtail keeps the upload itself until the other field is right."""
    upload = a_photo()
    values = {"title": "x" * 300, "files[]": upload}
    headers = {"X-Requested-With": "XMLHttpRequest"}
    assert as_editor.post("/admin/images/multiple/add/", values, headers=headers).json()["success"]
    (waiting,) = UploadedFile.objects.all()
    assert b"SECRET-CAMERA" not in waiting.file.read()


def test_nobody_uploads_a_picture_of_themselves(as_editor):
    page = as_editor.get("/admin/account/").content.decode()
    assert 'name="name_email-' in page
    assert "avatar-avatar" not in page


def test_request_that_is_larger_than_any_form_is_not_received(as_editor, settings):
    settings.UPLOAD_MAX_BYTES = 1000
    answer = as_editor.post("/admin/images/add/", {"file": a_photo()})
    assert answer.status_code == 413
    assert not Picture.objects.exists()


def test_file_of_translations_has_a_limit_of_its_own(as_editor, settings):
    """Wagtail-localize reads it whole, in the request."""
    file = SimpleUploadedFile("nn.po", b"x" * 500_001, "text/plain")
    answer = as_editor.post("/admin/localize/translate/1/pofile/upload/", {"file": file})
    assert answer.status_code == 413
    for route in settings.UPLOAD_MAX_BYTES_OF:
        assert reverse(route, args=[1])


def test_our_limit_is_wagtails(settings):
    assert settings.WAGTAILIMAGES_MAX_IMAGE_PIXELS == picture_files.MAX_PIXELS
