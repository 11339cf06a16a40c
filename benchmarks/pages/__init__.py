"""What the pages that matter cost, on a server as in production: `make bench ARGS=pages`.

Each size is a country of its own (`make_load`), served by gunicorn with production's settings, hashed names
of static files and compressed answers. Beside the pages stand a bare view behind all of our middlewares and
each page's own SQL. Everything is measured turn by turn in one run, page by page and size by size: what
counts is how many times the bare view a page costs, and how it grows.

`ARGS="pages 10000 1000000"` names the sizes.
"""

import json
import os
import secrets
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from urllib.parse import urlsplit

import psycopg

from benchmarks.pages.measuring import ROUNDS, AnsweredError, Site, rounds
from benchmarks.pages.report import report
from scripts.console import ROOT, tail
from scripts.processes import Child
from scripts.stack import Stack, free_port

SIZES = (10_000, 100_000)
# All of Norway's; of a small country fewer, each with some dates.
MUNICIPALITIES, DATES_OF_EACH = 357, 25
SEED = 14
TEMPLATE = "bench"
# As in the Dockerfile; but no worker is replaced while it is being measured.
GUNICORN = (
    *("--worker-class", "gthread", "--workers", "2", "--threads", "4"),
    *("--worker-tmp-dir", "/dev/shm", "--no-control-socket"),
)
HOST = "moteplass.example"


def measure(*sizes: str) -> None:
    wanted = [int(size.replace("_", "")) for size in sizes] or list(SIZES)
    with (
        tempfile.TemporaryDirectory(prefix="moteplass-bench-") as name,
        Stack(Path(name) / "data", durable=False) as stack,
    ):
        folder = Path(name)
        folder.chmod(0o755)
        (folder / "data").mkdir(mode=0o755)
        env = _environment(stack, folder)
        _manage(env, "collectstatic", "--noinput", "--verbosity=0")
        _make_template(env)
        children: list[Child] = []
        try:
            found = [_site(size, number, env, folder, stack, children) for number, size in enumerate(wanted)]
            print(f"{ROUNDS} rounds, each page in turn:", flush=True)
            report(rounds(found))
        except AnsweredError as error:
            logs = "\n".join(f"{child.name}:\n{tail(child.log)}" for child in children)
            sys.exit(f"{error}\n{logs}")
        finally:
            for child in children:
                child.stop(grace=10)


def _environment(stack: Stack, folder: Path) -> dict[str, str]:
    """Production's, on servers of this run."""
    return {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "benchmarks.pages.serving",
        "DATABASE_URL": stack.start_postgres(),
        "REDIS_URL": stack.start_valkey(),
        "PYTHONPATH": f"{ROOT}:{ROOT / 'site'}",
        "SECRET_KEY": secrets.token_urlsafe(50),
        "EMAIL_URL": "smtp+tls://user:password@smtp.example:587",
        "DEFAULT_FROM_EMAIL": f"Møteplass <post@{HOST}>",
        "ALLOWED_HOSTS": HOST,
        "BASE_URL": f"https://{HOST}",
        "CSRF_TRUSTED_ORIGINS": f"https://{HOST}",
        "STATIC_ROOT": str(folder / "static"),
        "MEDIA_ROOT": str(folder / "media"),
        "LOG_LEVEL": "WARNING",
    }


def _manage(env: Mapping[str, str], *arguments: str) -> None:
    subprocess.run([sys.executable, "manage.py", *arguments], cwd=ROOT, env=env, check=True)


def _on(env: Mapping[str, str], database: str, cache: int = 0) -> dict[str, str]:
    url = urlsplit(env["DATABASE_URL"])._replace(path=f"/{database}").geturl()
    return {
        **env,
        "DATABASE_URL": url,
        "REDIS_URL": urlsplit(env["REDIS_URL"])._replace(path=f"/{cache}").geturl(),
    }


def _make_template(env: Mapping[str, str]) -> None:
    """Migrated once; the country of each size is made in a copy."""
    began = time.monotonic()
    with psycopg.connect(env["DATABASE_URL"], autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {TEMPLATE}")
    _manage(_on(env, TEMPLATE), "migrate", "--verbosity=0")
    print(f"tables are made ({time.monotonic() - began:.0f} s)", flush=True)


def _site(
    size: int, number: int, env: Mapping[str, str], folder: Path, stack: Stack, children: list[Child]
) -> Site:
    database = f"{TEMPLATE}_{size}"
    with psycopg.connect(env["DATABASE_URL"], autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {database} TEMPLATE {TEMPLATE} STRATEGY file_copy")
    own = _on(env, database, number)
    places = min(MUNICIPALITIES, size // DATES_OF_EACH)
    # The country is made by an app that production has not.
    _manage(
        own | {"DJANGO_SETTINGS_MODULE": "config.settings.test"},
        *("make_load", f"--occurrences={size}", f"--municipalities={places}", f"--seed={SEED}"),
    )
    told = _prepare(own)
    port = free_port()
    server = [sys.executable, "-m", "gunicorn", "config.wsgi", "--bind", f"127.0.0.1:{port}", *GUNICORN]
    # Its log is production's: a line for each request.
    served = own | {"LOG_LEVEL": "INFO"}
    web = Child(f"web-{size}", server, log=folder / f"web-{size}.log", env=served, cwd=ROOT)
    children.append(web)
    return Site(
        size=size,
        port=port,
        database=own["DATABASE_URL"],
        pages=told["pages"],
        facts=told["facts"],
        processes=(web.process.pid, *_servers(stack)),
    )


def _servers(stack: Stack) -> Sequence[int]:
    return [child.process.pid for child in stack.children]


def _prepare(env: Mapping[str, str]) -> dict:
    command = [sys.executable, "-m", "benchmarks.pages.prepare", HOST]
    done = subprocess.run(command, cwd=ROOT, env=env, stdout=subprocess.PIPE, text=True, check=True)
    return json.loads(done.stdout.splitlines()[-1])
