"""Starts PostgreSQL and Valkey for the test run before Django reads its settings; see pytest's `addopts`.

One server of each serves the run. Every process of it (`pytest-xdist` has one a core) has databases of its
own on PostgreSQL, copied from one that was migrated once (`tests.databases`), and a numbered database of its
own on Valkey, for cache and queue alike.

What DATABASE_URL and REDIS_URL name already is used instead, and nothing is started for it.
"""

import fcntl
import hashlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
import pytest

from scripts.stack import Stack

ROOT = Path(__file__).resolve().parents[1]
TEMPLATE = "moteplass_test_template"
# A folder of the run, which its processes share.
FOLDER = "MOTEPLASS_TEST_FOLDER"
# Migrated clusters, one for each state of the migrations. The oldest go.
KEPT = ROOT / "var" / "tests"
KEEP = 3
# What is made after every migration, whatever was there: any state of before will do.
AFTERWARDS = ("home/public_tables.py", "site/core/page_cache/triggers.py")

_stack: Stack | None = None
_folder: tempfile.TemporaryDirectory | None = None


def worker() -> str:
    """The name of this process of the run: gw0, gw1 …; `main` when there is one only."""
    return os.environ.get("PYTEST_XDIST_WORKER", "main")


def start() -> None:
    """What the whole run shares: servers, and the database that the others are copied from."""
    global _stack, _folder
    _folder = tempfile.TemporaryDirectory(prefix="moteplass-tests-")
    folder = Path(_folder.name)
    # PostgreSQL runs as another user when root tests.
    folder.chmod(0o755)
    os.environ[FOLDER] = str(folder)
    _stack = Stack(folder, durable=False)
    try:
        if os.environ.get("DATABASE_URL"):
            migrate(os.environ["DATABASE_URL"])
        else:
            os.environ["DATABASE_URL"] = start_migrated(_stack)
        os.environ.update(_stack.start_missing(os.environ, mail=False))
    except BaseException:
        _stack.stop()
        raise


def start_migrated(stack: Stack) -> str:
    """PostgreSQL with the template in it. A migration is applied by the first run after it came, and kept."""
    wanted = migrations()
    kept = KEPT / fingerprint(json.dumps(wanted).encode())
    with one_at_a_time():
        if not kept.is_dir():
            keep(stack, wanted, kept)
        os.utime(kept)
        copy(kept / "postgres", stack.data / "postgres")
    return stack.start_postgres()


def keep(stack: Stack, wanted: dict[str, str], kept: Path) -> None:
    """Migrates, from the furthest state that only lacks migrations, and keeps the cluster as `kept`."""
    base = nearest(wanted)
    if base:
        copy(base / "postgres", stack.data / "postgres")
    migrate(stack.start_postgres(), anew=base is None)
    stack.stop()
    making = kept.with_suffix(f".{os.getpid()}")
    making.mkdir()
    (making / "migrations.json").write_text(json.dumps(wanted), encoding="utf-8")
    (stack.data / "postgres").rename(making / "postgres")
    making.rename(kept)
    for folder in sorted(folders(), key=lambda path: path.stat().st_mtime)[:-KEEP]:
        shutil.rmtree(folder, ignore_errors=True)


def nearest(wanted: dict[str, str]) -> Path | None:
    """The kept cluster in which the most of `wanted` is done, and nothing else."""
    done = {
        folder: json.loads((folder / "migrations.json").read_text(encoding="utf-8")) for folder in folders()
    }
    fitting = [
        folder
        for folder, migrated in done.items()
        if {name: each for name, each in migrated.items() if name not in AFTERWARDS}.items() <= wanted.items()
    ]
    return max(fitting, key=lambda folder: len(done[folder]), default=None)


def folders() -> list[Path]:
    return [path.parent for path in KEPT.glob("*/migrations.json")]


def migrations() -> dict[str, str]:
    """All that decides what a migrated database holds: our migrations, and what is installed."""
    files = sorted(path for path in ROOT.glob("*/**/migrations/*.py") if ".venv" not in path.parts)
    files += [*ROOT.glob("requirements/*.txt"), ROOT / "scripts" / "stack.py", Path(__file__)]
    files += [ROOT / name for name in AFTERWARDS]
    return {str(path.relative_to(ROOT)): fingerprint(path.read_bytes()) for path in files}


def fingerprint(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()[:16]


def copy(source: Path, target: Path) -> None:
    """With its owner, who is not we when root tests."""
    subprocess.run(["cp", "-a", source, target], check=True)


@contextmanager
def one_at_a_time() -> Iterator[None]:
    KEPT.mkdir(parents=True, exist_ok=True)
    with (KEPT / "lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def migrate(url: str, *, anew: bool = True) -> None:
    """Brings the template on the server that `url` names up to date; makes it first when it is to be new."""
    if anew:
        with psycopg.connect(url, autocommit=True) as connection:
            connection.execute(f"DROP DATABASE IF EXISTS {TEMPLATE} WITH (FORCE)")
            connection.execute(f"CREATE DATABASE {TEMPLATE}")
    environment = {
        **os.environ,
        "DATABASE_URL": urlsplit(url)._replace(path=f"/{TEMPLATE}").geturl(),
        "REDIS_URL": os.environ.get("REDIS_URL", "redis://127.0.0.1:1/0"),
        "DJANGO_SETTINGS_MODULE": "config.settings.test",
        "PYTHONPATH": f"{ROOT}:{ROOT / 'site'}",
    }
    command = [sys.executable, "-m", "django", "migrate", "--verbosity=0"]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True)
    if done.returncode:
        raise pytest.UsageError(f"the test database could not be migrated:\n{done.stderr}")


def separate() -> None:
    """What is this process's own: a numbered database for cache and queue, a folder for uploaded files."""
    number = int(worker().removeprefix("gw")) if worker() != "main" else 0
    address = urlsplit(os.environ["REDIS_URL"])
    first = int(address.path.strip("/") or 0)
    os.environ["REDIS_URL"] = address._replace(path=f"/{first + number}").geturl()
    os.environ["MEDIA_ROOT"] = str(Path(os.environ[FOLDER]) / "media" / worker())


if worker() == "main":
    start()
separate()


@pytest.hookimpl(trylast=True)
def pytest_unconfigure() -> None:
    if _stack is not None:
        _stack.stop()
    if _folder is not None:
        _folder.cleanup()
