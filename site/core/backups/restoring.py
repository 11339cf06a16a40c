"""Putting a backup back: all of it or nothing, while nobody else is connected.

What happened after the backup was taken cannot be put back, and some of it must not be undone: mail that may
have left meanwhile is not sent again, and nobody who was erased meanwhile comes back.
"""

import subprocess
import tarfile
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from celery import current_app
from django.conf import settings
from django.core.cache import cache
from django.core.management import call_command
from django.db import connection
from django.dispatch import Signal
from kombu.exceptions import KombuError
from redis.exceptions import RedisError

from core.backups import programs
from core.backups.taking import ABOUT, DATABASE, PICTURES, About, digest
from core.privacy import erasures, purge

# Sent when the database is back and before anything may start. `taken_at` and `now` (UTC): what was to be
# done between them may have been done. `nothing_was_done`: everything was stopped for the backup.
restored = Signal()

BEFORE = "before_restore"


class Refused(Exception):
    """Nothing was changed, because of what the message says."""


def check(folder: Path) -> About:
    """What is in the backup, and that it is whole. Raises `Refused`."""
    try:
        about = About.read(folder)
    except (OSError, ValueError, TypeError):
        inside = sorted(path.parent.name for path in folder.glob(f"*/{ABOUT}"))
        hint = f" It holds these: {', '.join(inside)}. Name one." if inside else ""
        raise Refused(f"{folder} is no backup: it has no {ABOUT}.{hint}") from None
    for name, expected in about.files.items():
        if not (folder / name).is_file() or digest(folder / name) != expected:
            raise Refused(f"{folder / name} is not what was backed up: it is damaged, or was changed.")
    return about


def check_alone() -> None:
    """Raises `Refused` while a web server, a worker or somebody else is connected to the database."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() "
            "AND pid <> pg_backend_pid() AND backend_type = 'client backend'"
        )
        [others] = cursor.fetchone()
    if others:
        raise Refused(
            f"{others} others are connected to the database. Stop the web server, the workers and beat first "
            "(docker compose stop web worker beat), and start them again when this is done."
        )


def check_list() -> None:
    """Raises `Refused` when it cannot be known who was erased since: they would come back silently."""
    try:
        erasures.check()
    except erasures.CannotBeRead as error:
        raise Refused(
            f"{error} If there is none, add --without-erasures: whoever was erased, or asked for no more "
            "mail, since the backup was taken comes back, and must be erased again by hand."
        ) from error


def put_back(
    *,
    folder: Path,
    now: datetime,
    nothing_was_done: bool = False,
    without_erasures: bool = False,
    say: Callable[[str], None] = print,
) -> None:
    """Put the backup in `folder` back, in place of what is there. Raises `Refused`: nothing was changed."""
    about = check(folder)
    check_alone()
    if not without_erasures:
        check_list()
    # While this file is there nothing starts (`config.checks`): half of it would be worse than none.
    settings.RESTORING_FILE.parent.mkdir(parents=True, exist_ok=True)
    settings.RESTORING_FILE.write_text(str(folder), encoding="utf-8")
    say("Putting the database back …")
    try:
        _put_database_back(folder / DATABASE)
    except subprocess.CalledProcessError as error:
        settings.RESTORING_FILE.unlink()
        raise Refused(
            f"PostgreSQL did not take it; everything is as it was.\n{error.stderr[-1500:]}"
        ) from error
    say("Putting the pictures back …")
    with tarfile.open(folder / PICTURES) as archive:
        archive.extractall(settings.MEDIA_ROOT, filter="data")
    say("Migrating …")
    call_command("migrate", interactive=False, verbosity=0)
    say("Erasing again who was erased since, and marking what may have been sent …")
    taken_at = datetime.fromisoformat(about.taken_at)
    restored.send(sender=None, taken_at=taken_at, now=now, nothing_was_done=nothing_was_done)
    for word, number in erasures.do_again(now=now).items():
        say(f"  {word}: {number}")
    purge.purge_expired(now=now)
    _empty_redis(say)
    settings.RESTORING_FILE.unlink()


def _put_database_back(dump: Path) -> None:
    """What was there stands aside until the dump is in its place whole."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT extname FROM pg_extension e JOIN pg_namespace n ON n.oid = extnamespace "
            "WHERE nspname = 'public'"
        )
        extensions = [name for (name,) in cursor.fetchall()]
        cursor.execute(f"DROP SCHEMA IF EXISTS {BEFORE} CASCADE")
        cursor.execute(f"ALTER SCHEMA public RENAME TO {BEFORE}")
        cursor.execute("CREATE SCHEMA public")
        # They are no data: the dump's indexes look for them where they were.
        for name in extensions:
            cursor.execute(f'ALTER EXTENSION "{name}" SET SCHEMA public')
    connection.close()
    try:
        programs.run(
            "pg_restore",
            "--single-transaction",
            "--no-owner",
            "--no-privileges",
            f"--dbname={connection.settings_dict['NAME']}",
            dump,
        )
    except BaseException:
        with connection.cursor() as cursor:
            for name in extensions:
                cursor.execute(f'ALTER EXTENSION "{name}" SET SCHEMA {BEFORE}')
            cursor.execute("DROP SCHEMA public CASCADE")
            cursor.execute(f"ALTER SCHEMA {BEFORE} RENAME TO public")
        raise
    with connection.cursor() as cursor:
        cursor.execute(f"DROP SCHEMA {BEFORE} CASCADE")
    connection.close()


def _empty_redis(say: Callable[[str], None]) -> None:
    """Tasks of before name rows that may be others now; everything of worth stands in the database."""
    try:
        cache.clear()
        current_app.control.purge()
    except (KombuError, RedisError, OSError):
        say("  Redis does not answer. Empty it before the workers start: redis-cli flushdb.")
