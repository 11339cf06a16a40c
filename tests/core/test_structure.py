"""The rooms and the direction of imports, and the trap that `site/` is."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
# A room imports only what stands before it.
ROOMS = [
    "core",
    "organisations",
    "events",
    "events.exchange",
    "events.signups",
    "events.door",
    "newcomers",
    "newcomers.welcome",
    "newcomers.participation",
    "home",
    "demo",
    "config",
]
FOLDERS = {
    room: ROOT / ("site/" if room in ("core", "config") else "") / room.replace(".", "/") for room in ROOMS
}


def room_of(module: str) -> str | None:
    """The innermost room that a dotted module name belongs to."""
    names = [room for room in ROOMS if module == room or module.startswith(room + ".")]
    return max(names, key=len, default=None)


def imported_modules(path: Path) -> set[str]:
    """Every module that a file imports, also inside functions. No relative imports are used here."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path} has a relative import"
            found.update(f"{node.module}.{alias.name}" for alias in node.names)
    return found


def files_of(room: str) -> list[Path]:
    inner = [folder for other, folder in FOLDERS.items() if other.startswith(room + ".")]
    return [
        path
        for path in FOLDERS[room].rglob("*.py")
        if not any(path.is_relative_to(folder) for folder in inner)
    ]


@pytest.mark.parametrize("room", ROOMS)
def test_room_imports_only_what_stands_before_it(room):
    files = files_of(room)
    assert files
    allowed = set(ROOMS[: ROOMS.index(room) + 1])
    wrong = {
        (str(path.relative_to(ROOT)), module)
        for path in files
        for module in imported_modules(path)
        if room_of(module) not in (allowed | {None})
    }
    assert wrong == set()


def test_site_folder_is_not_a_package():
    assert not (ROOT / "site" / "__init__.py").exists()
