"""A backup is whole or not there; put back, it brings neither erased people nor second letters."""

import json
import subprocess
from datetime import timedelta
from io import StringIO

import psycopg
import pytest
from django.conf import settings as django_settings
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone

from config.checks import unfinished_restore
from core.backups import taking
from core.backups.programs import ProgramMissing, program
from core.mail.outbox import kinds
from core.mail.outbox.models import OutboxMessage
from core.models import User
from core.privacy import erasures
from events.signups.models import ERASED_AT_LATEST_AFTER, Signup
from events.signups.services import cancel_signup, erase_served
from newcomers.models import Newcomer
from newcomers.services import erase_newcomer, unsubscribe
from tests import factories

pytestmark = pytest.mark.services


@pytest.fixture
def media(settings, tmp_path):
    """Files, and a list of who was erased, of this test's own."""
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.ERASURES_FILE = settings.MEDIA_ROOT / "erasures.txt"
    settings.RESTORING_FILE = settings.MEDIA_ROOT / "restoring"
    (settings.MEDIA_ROOT / "images").mkdir(parents=True)
    return settings.MEDIA_ROOT


def back_up(target):
    call_command("backup", str(target), stdout=StringIO())
    [folder] = target.iterdir()
    return folder


def restore(folder, *options):
    out = StringIO()
    call_command("restore", str(folder), "--yes", *options, stdout=out)
    return out.getvalue()


@pytest.mark.django_db(transaction=True)
def test_what_happened_since_is_gone_but_nobody_erased_comes_back(media, tmp_path, heroy, queue):
    now = timezone.now()
    picture = media / "images" / "a.jpg"
    picture.write_bytes(b"a picture")
    stays, erased, stopped = (factories.a_newcomer(email=f"{n}@example.org") for n in ("a", "b", "c"))
    came, cancelled = factories.a_signup(email="d@example.org"), factories.a_signup(email="e@example.org")
    user, other = factories.a_user("Kari Slettet"), factories.a_user("Ola Blir")
    folder = back_up(tmp_path / "backups")

    erase_newcomer(newcomer=erased)
    unsubscribe(newcomer=stopped, now=now)
    cancel_signup(signup=cancelled, now=now)
    assert erase_served(now=now + ERASED_AT_LATEST_AFTER) == 1
    user.delete()
    factories.a_newcomer(email="later@example.org")
    picture.unlink()
    connection.close()
    restore(folder)

    assert set(Newcomer.objects.values_list("email", flat=True)) == {"a@example.org", "c@example.org"}
    assert Newcomer.objects.get(pk=stays.pk).unsubscribed_at is None
    assert Newcomer.objects.get(pk=stopped.pk).unsubscribed_at is not None
    assert set(Signup.objects.values_list("email", "status")) == {
        ("d@example.org", came.status),
        ("", Signup.Status.CANCELLED),
    }
    assert set(User.objects.filter(pk__in=[user.pk, other.pk])) == {other}
    assert picture.read_bytes() == b"a picture"
    assert not django_settings.RESTORING_FILE.exists()
    # What lay on the broker named rows of before.
    assert queue.take() == []


def a_message(number: int, *, state: str, due_at) -> OutboxMessage:
    now = timezone.now()
    return OutboxMessage.objects.create(
        kind="tests.letter",
        about=f"thing:{number}",
        recipient=f"somebody:{number}",
        priority=10,
        due_at=due_at,
        wanted_until=now + timedelta(days=9),
        created_at=now,
        state=state,
    )


@pytest.fixture
def letters(letter_kind):
    now = timezone.now()
    return {
        "due": a_message(1, state="queued", due_at=now),
        "on its way": a_message(2, state="sending", due_at=now),
        "for next week": a_message(3, state="queued", due_at=now + timedelta(days=7)),
    }


@pytest.fixture
def letter_kind():
    """A kind of message of this test's own."""
    kind = kinds.Kind("tests.letter", kinds.Priority.NEWS, timedelta(days=1), lambda row, now: None)
    kinds.register(kind)
    yield
    kinds.forget_kind("tests.letter")


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("options", "states"),
    [
        ([], ["unconfirmed", "unconfirmed", "queued"]),
        (["--nothing-was-sent"], ["queued", "sending", "queued"]),
    ],
)
def test_what_may_have_been_sent_since_is_listed_and_not_sent_again(
    media, tmp_path, letters, options, states
):
    folder = back_up(tmp_path / "backups")
    connection.close()
    restore(folder, *options)
    assert [OutboxMessage.objects.get(pk=row.pk).state for row in letters.values()] == states


@pytest.mark.django_db(transaction=True)
def test_nothing_is_put_back_under_a_running_site(media, tmp_path):
    folder = back_up(tmp_path / "backups")
    factories.a_user("Kari Ny")
    named = connection.settings_dict
    host = named["HOST"] or named["OPTIONS"].get("host")
    with (
        psycopg.connect(host=host, port=named["PORT"] or None, user=named["USER"], dbname=named["NAME"]),
        pytest.raises(CommandError, match="docker compose stop web worker beat"),
    ):
        restore(folder)
    assert User.objects.filter(name="Kari Ny").exists()


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("name", [taking.DATABASE, taking.PICTURES])
def test_damaged_backup_is_refused_and_changes_nothing(media, tmp_path, name):
    folder = back_up(tmp_path / "backups")
    with (folder / name).open("ab") as file:
        file.write(b"x")
    factories.a_user("Kari Ny")
    connection.close()
    with pytest.raises(CommandError, match="damaged"):
        restore(folder)
    assert User.objects.filter(name="Kari Ny").exists()


@pytest.mark.django_db(transaction=True)
def test_dump_that_postgresql_does_not_take_leaves_all_as_it_was(media, tmp_path):
    folder = back_up(tmp_path / "backups")
    (folder / taking.DATABASE).write_bytes(b"not a dump")
    about = json.loads((folder / taking.ABOUT).read_text())
    about["files"][taking.DATABASE] = taking.digest(folder / taking.DATABASE)
    (folder / taking.ABOUT).write_text(json.dumps(about))
    kari = factories.a_user("Kari Ny")
    connection.close()
    with pytest.raises(CommandError, match="everything is as it was"):
        restore(folder)
    assert list(User.objects.filter(pk=kari.pk)) == [kari]
    assert not django_settings.RESTORING_FILE.exists()


@pytest.mark.django_db
def test_folder_that_is_no_backup_is_told_which_ones_are(media, tmp_path):
    folder = back_up(tmp_path / "backups")
    with pytest.raises(CommandError, match=folder.name):
        restore(tmp_path / "backups")


@pytest.mark.django_db
def test_backup_is_for_its_owner_alone_and_does_not_hold_the_list(media, tmp_path):
    erasures.remember("newcomer", ["somebody"])
    folder = back_up(tmp_path / "backups")
    assert folder.stat().st_mode & 0o077 == 0
    assert {path.stat().st_mode & 0o077 for path in folder.iterdir()} == {0}
    listed = subprocess.run(
        ["tar", "-tf", folder / taking.PICTURES], capture_output=True, text=True, check=True
    )
    assert listed.stdout == ""


@pytest.mark.django_db
def test_backup_that_cannot_be_made_leaves_nothing(media, tmp_path, settings):
    (tmp_path / "programs").mkdir()
    settings.PG_PROGRAMS = str(tmp_path / "programs")
    fake = tmp_path / "programs" / "pg_dump"
    fake.write_text(
        f'#!/bin/sh\n[ "$1" = --version ] && exec {program("pg_dump")} --version\necho no room >&2; exit 1\n'
    )
    fake.chmod(0o755)
    with pytest.raises(CommandError, match="no room"):
        back_up(tmp_path / "backups")
    assert list((tmp_path / "backups").iterdir()) == []


@pytest.mark.django_db
def test_program_of_an_older_version_is_not_used(tmp_path, settings):
    fake = tmp_path / "pg_dump"
    fake.write_text("#!/bin/sh\necho 'pg_dump (PostgreSQL) 9.6.1'\n")
    fake.chmod(0o755)
    settings.PG_PROGRAMS = str(tmp_path)
    assert program("pg_dump") != fake
    with pytest.raises(ProgramMissing, match="postgresql-client-"):
        program("pg_dump_of_another_kind")


def test_nothing_starts_while_a_backup_is_being_put_back(media, settings):
    assert list(unfinished_restore()) == []
    settings.RESTORING_FILE.write_text("")
    assert [message.id for message in unfinished_restore()] == ["moteplass.E012"]


def test_list_of_erasures_names_nobody_and_survives_a_new_key(media, settings):
    erasures.remember("newcomer", ["kari@example.org"])
    erasures.remember("newcomer", ["ola@example.org", "eva@example.org"])
    text = settings.ERASURES_FILE.read_text()
    assert [line.split()[1] for line in text.splitlines()] == ["key", "newcomer", "newcomer", "newcomer"]
    assert "@" not in text
    assert settings.ERASURES_FILE.stat().st_mode & 0o077 == 0
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "another-" + "z" * 50
    erasures.remember("newcomer", ["siri@example.org"])
    known = {"newcomer": {line.split()[2] for line in settings.ERASURES_FILE.read_text().splitlines()}}
    names = ["kari@example.org", "ola@example.org", "eva@example.org", "siri@example.org", "per@example.org"]
    found = [name for name in names if erasures._is_listed("newcomer", name, known["newcomer"])]
    assert found == names[:4]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("lost", ["the list", "its key"])
def test_nothing_is_put_back_while_it_cannot_be_known_who_was_erased(media, tmp_path, settings, lost):
    newcomer = factories.a_newcomer()
    folder = back_up(tmp_path / "backups")
    erase_newcomer(newcomer=newcomer)
    if lost == "the list":
        settings.ERASURES_FILE.unlink()
    else:
        settings.SECRET_KEY = "another-" + "z" * 50
    connection.close()
    with pytest.raises(CommandError, match="--without-erasures"):
        restore(folder)
    assert not Newcomer.objects.filter(public_id=newcomer.public_id).exists()
    connection.close()
    restore(folder, "--without-erasures")
    assert Newcomer.objects.filter(public_id=newcomer.public_id).exists()


def test_lines_older_than_any_backup_are_dropped(media, settings):
    settings.ERASURES_FILE.write_text("2020-01-01 newcomer aa\n")
    erasures.remember("newcomer", ["kari@example.org"])
    assert erasures.forget_old(before=timezone.now() - timedelta(days=400)) == 1
    assert [line.split()[1] for line in settings.ERASURES_FILE.read_text().splitlines()] == [
        "key",
        "newcomer",
    ]


@pytest.mark.django_db
def test_who_cannot_be_remembered_is_not_erased(media, settings):
    newcomer = factories.a_newcomer()
    settings.ERASURES_FILE.mkdir()
    with pytest.raises(IsADirectoryError):
        erase_newcomer(newcomer=newcomer)
    assert Newcomer.objects.filter(pk=newcomer.pk).exists()
