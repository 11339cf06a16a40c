"""Taking a backup: the database as it was at one moment, and the pictures, in a folder that is whole.

It holds everything about everybody: only its owner can read it.
"""

import hashlib
import json
import shutil
import tarfile
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

from django.conf import settings

from core.backups import programs
from core.privacy import erasures

# Where `core.typesetting` keeps its files.
MADE = "made"
DATABASE, PICTURES, ABOUT = "database.dump", "media.tar", "about.json"


@dataclass(frozen=True)
class About:
    """What is in a backup. `taken_at` is UTC, from before its first row was read; `files` are SHA-256."""

    taken_at: str
    postgresql: int
    files: dict[str, str]

    @classmethod
    def read(cls, folder: Path) -> "About":
        """Raises `OSError` or `ValueError` where `folder` holds no backup."""
        return cls(**json.loads((folder / ABOUT).read_text(encoding="utf-8")))


def take(*, target: Path, now: datetime) -> Path:
    """Make a backup in a new folder of `target`; returns the folder.

    Raises `OSError` when there is no room, and what `core.backups.programs` raises.
    """
    folder = target / f"moteplass-{now:%Y%m%d-%H%M%S}"
    making = folder.with_name(f"{folder.name}.unfinished")
    target.mkdir(parents=True, exist_ok=True)
    making.mkdir(mode=0o700)
    erasures.begin()
    try:
        programs.run(
            "pg_dump", "--format=custom", "--no-owner", "--no-privileges", f"--file={making / DATABASE}"
        )
        _pack(settings.MEDIA_ROOT, making / PICTURES)
        files = {name: digest(making / name) for name in (DATABASE, PICTURES)}
        about = About(now.isoformat(), programs.server_version(), files)
        (making / ABOUT).write_text(json.dumps(asdict(about), indent=2), encoding="utf-8")
        for file in making.iterdir():
            file.chmod(0o600)
        making.rename(folder)
    except BaseException:
        shutil.rmtree(making, ignore_errors=True)
        raise
    return folder


def digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _pack(source: Path, target: Path) -> None:
    """Not the list of who was erased, today's is the one that counts; nor what is made again when wanted."""
    the_list = settings.ERASURES_FILE
    kept_apart = {the_list, the_list.with_suffix(".lock"), settings.RESTORING_FILE}
    with tarfile.open(target, "w") as archive:
        if source.is_dir():
            for path in sorted(source.rglob("*")):
                if path.is_file() and path not in kept_apart and source / MADE not in path.parents:
                    archive.add(path, path.relative_to(source).as_posix(), recursive=False)
