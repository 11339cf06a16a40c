"""A file that is too large to be read while somebody waits: left for a worker, opened once, and gone."""

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone, translation

from newcomers import arriving, uploading
from newcomers.models import Newcomer, PeopleUpload
from tests.newcomers.reading.files import sheet_of, workbook
from tests.newcomers.test_uploading import as_host, page_of
from tests.proving import at_once, rounds
from tests.servers import wait_until

__all__ = ["as_host"]


def a_large_list(count: int = 6000, more: str = "") -> bytes:
    rows = "".join(f"Ola Nordmann {chr(97 + n % 26)};ola{n}@example.org;Ukraina\n" for n in range(count))
    return f"Navn;E-post;Statsborgerskap\n{rows}{more}".encode()


def bring(client, data: bytes, name: str = "liste.csv") -> PeopleUpload:
    response = client.post("/en/portal/newcomers/1818/import/", {"file": SimpleUploadedFile(name, data)})
    assert response.status_code == 302
    return PeopleUpload.objects.latest("pk")


def test_no_row_holds_a_file_that_nobody_has_read(as_host, heroy):
    data = a_large_list()
    assert arriving.is_long(data)
    upload = bring(as_host, data)
    assert (upload.state, upload.lines, bytes(upload.sealed)) == ("reading", 0, b"")
    kept = cache.get(f"people-file-{upload.public_id}")
    assert b"Nordmann" not in kept
    assert "is being opened" in as_host.get(page_of(upload)).content.decode()


def test_a_worker_opens_it_and_it_is_gone(as_host, heroy, django_capture_on_commit_callbacks):
    upload = bring(as_host, a_large_list())
    with django_capture_on_commit_callbacks(execute=True):
        uploading.go_on(upload_id=upload.pk, now=timezone.now())
    upload.refresh_from_db()
    assert (upload.state, upload.lines, upload.rows.count()) == ("ready", 6001, 6000)
    assert cache.get(f"people-file-{upload.public_id}") is None
    assert "Ukraina" not in repr(list(uploading.kept_of(upload).lines(0, None, 9999)))


def test_a_file_that_was_lost_is_asked_for_again(as_host, heroy):
    upload = bring(as_host, a_large_list())
    cache.clear()
    uploading.go_on(upload_id=upload.pk, now=timezone.now())
    page = as_host.get(page_of(upload)).content.decode()
    assert "The file was lost before it was read. Upload it again." in page
    assert "Nobody was added." in page


def test_without_a_cache_it_is_read_at_once(as_host, heroy, no_cache):
    upload = bring(as_host, a_large_list())
    assert upload.lines == 6001


def test_what_is_wrong_with_a_large_file_is_said_in_the_language_of_who_looks(as_host, heroy):
    upload = bring(as_host, a_large_list(more='"aldri lukket;x@example.org;\n'))
    uploading.go_on(upload_id=upload.pk, now=timezone.now())
    upload.refresh_from_db()
    assert upload.state == "ready"
    assert "Row 6002 cannot be read" in as_host.get(page_of(upload)).content.decode()
    with translation.override("nb"):
        nb = as_host.get(page_of(upload).replace("/en/", "/nb/")).content.decode()
    assert "Rad 6002 kan ikke leses" in nb


def test_what_is_no_list_is_refused_at_once(as_host, heroy):
    file = SimpleUploadedFile("bilde.xlsx", b"\x89PNG" + b"x" * 500_000)
    response = as_host.post("/en/portal/newcomers/1818/import/", {"file": file})
    assert response.status_code == 400
    assert not PeopleUpload.objects.exists()


def test_a_large_workbook_is_long_and_a_small_one_is_not():
    assert not arriving.is_long(sheet_of(["Navn"], ["Ola"]))

    def fill(book):
        for n in range(12_000):
            book.active.append([f"Ola {n}", f"ola{n}@example.org"])

    assert arriving.is_long(workbook(fill))


# With real processes


def _waiting_list(host, heroy, count: int) -> PeopleUpload:
    rows = "".join(f"Ola {n};ola{n}@example.org\n" for n in range(count))
    return uploading.bring(
        municipality=heroy, user=host, data=f"Navn;E-post\n{rows}".encode(), name="l.csv", now=timezone.now()
    )


def _everybody_once(upload: PeopleUpload, count: int) -> None:
    upload.refresh_from_db()
    assert Newcomer.objects.count() == count
    assert Newcomer.objects.values("email").distinct().count() == count
    assert (upload.state, upload.made, upload.here, upload.rows.count()) == ("done", count, 0, 0)


@pytest.mark.django_db(transaction=True)
def test_a_list_that_several_take_in_at_once_is_taken_in_once(host, heroy, no_celery_worker):
    count = rounds(short=2200, whole=20_000)
    upload = _waiting_list(host, heroy, count)
    now = timezone.now()
    at_once(lambda _each: uploading.go_on(upload_id=upload.pk, now=now), range(4))
    upload.refresh_from_db()
    assert upload.rows.count() == count
    begun = at_once(lambda _each: uploading.take_in(upload=upload, now=now), range(4))
    assert sum(begun) == 1
    at_once(lambda _each: uploading.go_on(upload_id=upload.pk, now=now), range(4))
    # Whoever came second has left it to the first, which goes on.
    uploading.go_on(upload_id=upload.pk, now=now)
    _everybody_once(upload, count)


@pytest.mark.django_db(transaction=True)
def test_a_worker_killed_in_the_middle_loses_nobody_and_adds_nobody_twice(
    host, heroy, celery_worker_process, settings
):
    count = rounds(short=4000, whole=50_000)
    upload = _waiting_list(host, heroy, count)
    kills = 0

    def told_until(is_there) -> None:
        nonlocal kills
        uploading.nudge(uploading.READ_LISTS)
        wait_until(is_there, 120)
        if kills < 3:
            celery_worker_process.kill()
            kills += 1
            celery_worker_process()
            uploading.nudge(uploading.READ_LISTS)

    # While it is being read: nothing of it is there yet, and the next worker begins anew.
    told_until(lambda: uploading.progress_of(upload) > 0)
    wait_until(lambda: PeopleUpload.objects.get(pk=upload.pk).state == "ready", 180)
    assert upload.rows.count() == count
    upload.refresh_from_db()
    assert uploading.take_in(upload=upload, now=timezone.now())
    # And while it is being taken in: five hundred people are a whole.
    told_until(lambda: Newcomer.objects.exists())
    assert Newcomer.objects.count() % uploading.BATCH == 0
    wait_until(lambda: PeopleUpload.objects.get(pk=upload.pk).state == "done", 180)
    assert kills == 2
    _everybody_once(upload, count)


def test_what_a_long_list_has_added_is_taken_out_by_a_worker(as_host, heroy, host):
    upload = _waiting_list(host, heroy, 1200)
    now = timezone.now()
    uploading.go_on(upload_id=upload.pk, now=now)
    assert uploading.take_in(upload=upload, now=now)
    uploading.go_on(upload_id=upload.pk, now=now)
    Newcomer.objects.filter(email="ola7@example.org").update(told_at=now)
    response = as_host.post(f"/en/portal/newcomers/1818/import/{upload.public_id}/undo/")
    assert "0 people are taken out again, 1,200 are left" in as_host.get(response.url).content.decode()
    assert uploading.waiting(now=now) == [upload.pk]
    uploading.go_on(upload_id=upload.pk, now=now)
    upload.refresh_from_db()
    assert (upload.done, upload.made, upload.is_being_undone) == (1199, 1, False)
    assert [person.email for person in Newcomer.objects.all()] == ["ola7@example.org"]
    assert uploading.waiting(now=now) == []


def test_every_sheet_is_kept_without_what_may_never_be(as_host, heroy):
    def fill(book):
        for name in ("Januar", "Februar", "Mars"):
            book.create_sheet(name).append(["Navn", "E-post", "DUF"])
            for n in range(60):
                book[name].append([f"{name} {n}", f"{name.lower()}{n}@example.org", "200000000001"])

    upload = bring(as_host, workbook(fill), "liste.xlsx")
    kept = uploading.kept_of(upload)
    assert [(each.head.name, each.count) for each in kept.kept] == [
        ("Sheet", 0),
        ("Januar", 61),
        ("Februar", 61),
        ("Mars", 61),
    ]
    assert upload.rows.count() == 60
    assert "200000000001" not in repr([list(kept.lines(sheet, None, 99)) for sheet in range(4)])
