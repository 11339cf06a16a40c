"""Where Django finds our static files: as they are made, and made again as soon as a source is newer.

It stands in the place of `FileSystemFinder`, so that `collectstatic`, `make run` and the tests get the same
files and no step has to be remembered. What is made lies in `BUILT_ROOT` with `.gz` and `.br` beside it
(WhiteNoise serves those) and a `.key`: a digest of the names, times and sizes of all that it is made from.
"""

import fcntl
import gzip
import hashlib
import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import brotli
from django.conf import settings
from django.contrib.staticfiles.finders import FileSystemFinder
from django.core.files.storage import FileSystemStorage, Storage

from core.bundles import making, readers
from core.bundles.recipes import AS_IT_IS, BUNDLES, FONTS, FOR_PRINT, LETTERS, SMALLER

HERE = Path(__file__).parent
Paths = list[Path]
Found = str | list[str] | None


class BuiltFilesFinder(FileSystemFinder):
    """The files of `STATICFILES_DIRS`, made smaller, and the bundles of them."""

    def find(self, path: str, find_all: bool = False, **kwargs: Any) -> Any:
        parts = (FONTS[path], LETTERS) if path in FONTS else BUNDLES.get(path)
        if parts:
            built = str(self.fresh(path, [self.source(part) for part in parts]))
            return [built] if find_all else built
        found: Found = super().find(path, find_all=find_all, **kwargs)  # type: ignore[call-overload]
        if found and is_made_smaller(path):
            source = found[0] if isinstance(found, list) else found
            built = str(self.fresh(path, [Path(source)]))
            return [built] if find_all else built
        return found

    def list(self, ignore_patterns: Iterable[str] | None) -> Iterator[tuple[str, Storage]]:
        storage = FileSystemStorage(location=settings.BUILT_ROOT)
        setattr(storage, "prefix", "")  # noqa: B010  collectstatic asks for it; the class does not declare it
        for path in (*BUNDLES, *FONTS):
            self.find(path)
            yield path, storage
        ignored = [*(ignore_patterns or ())]
        for path, source in super().list(ignored):
            if is_made_smaller(path):
                self.find(path)
                yield path, storage
            else:
                yield path, source

    def source(self, path: str) -> Path:
        found = super().find(path)
        if not isinstance(found, str):
            raise FileNotFoundError(f"{path} is part of a bundle (core/bundles/recipes.py) and is nowhere.")
        return Path(found)

    def fresh(self, path: str, parts: Paths) -> Path:
        """The file that is made of `parts`, made anew unless it is of just these."""
        target = Path(settings.BUILT_ROOT) / path
        key_file = target.with_name(f"{target.name}.key")
        written = readers.of(path, settings.ROOT) if path in BUNDLES else []
        key = key_of([*parts, *written, *HERE.glob("*.py")])
        if is_current(target, key_file, key):
            return target
        target.parent.mkdir(parents=True, exist_ok=True)
        with target.with_name(f"{target.name}.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not is_current(target, key_file, key):
                write(target, made(path, parts, written))
                replace(key_file, key.encode())
        return target


def is_made_smaller(path: str) -> bool:
    return not path.startswith(AS_IT_IS) and Path(path).suffix in SMALLER


def key_of(files: Iterable[Path]) -> str:
    digest = hashlib.sha256()
    for file in files:
        about = file.stat()
        digest.update(f"{file}:{about.st_mtime_ns}:{about.st_size}\n".encode())
    return digest.hexdigest()


def is_current(target: Path, key_file: Path, key: str) -> bool:
    try:
        return key_file.read_text() == key and target.is_file()
    except FileNotFoundError:
        return False


def made(path: str, parts: list[Path], written: list[Path]) -> bytes:
    if path in FONTS:
        # Takes half a second to load, and who only reads what is made does not need it.
        from core.bundles import fonts

        source, sheet = parts
        letters = fonts.letters_of(Path(path).name, sheet.read_text(encoding="utf-8"))
        return fonts.cut(source.read_bytes(), letters)
    return made_text(path, parts, written).encode()


def made_text(path: str, parts: list[Path], written: list[Path]) -> str:
    texts = [part.read_text(encoding="utf-8") for part in parts]
    if path.endswith(".svg"):
        return making.drawing(texts[0])
    if path not in BUNDLES:
        return making.style_sheet(texts[0]) if path.endswith(".css") else making.own_script(texts[0])
    named = list(zip(BUNDLES[path], texts, strict=True))
    if path.endswith(".js"):
        return "\n".join(
            text if name.startswith(AS_IT_IS) else making.own_script(text) for name, text in named
        )
    sheet = "\n".join(f"@media print{{{text}}}" if name in FOR_PRINT else text for name, text in named)
    return making.style_sheet(sheet.replace('@charset "UTF-8";', ""), words=making.words_in(written))


def write(target: Path, content: bytes) -> None:
    """The file, and what a server sends of it to those who read gzip or brotli."""
    if target.suffix != ".woff2":
        compress(target, content)
    replace(target, content)


def compress(target: Path, content: bytes) -> None:
    replace(target.with_name(f"{target.name}.br"), brotli.compress(content, quality=11))
    replace(target.with_name(f"{target.name}.gz"), gzip.compress(content, compresslevel=9, mtime=0))


def replace(file: Path, content: bytes) -> None:
    """Whole or not at all: another process may be reading it."""
    partial = file.with_name(f"{file.name}.{os.getpid()}")
    partial.write_bytes(content)
    partial.replace(file)
