"""Copy what the browser needs from node_modules into static/vendor/.

Nothing is compiled: the packages ship finished files, and this picks the few we serve from our own
address. Run it as often as you like; a file is written only when its content changed.
"""

import sys
from collections.abc import Callable, Mapping
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
MODULES = ROOT / "node_modules"
VENDOR = ROOT / "static" / "vendor"

DESIGNSYSTEMET = "@digdir/designsystemet-css"
THEME = "@digdir/designsystemet-theme"
INTER = "@fontsource-variable/inter"
# What `core.bundles` cuts fonts from.
INTER_SUBSETS = ("latin", "latin-ext", "cyrillic")

STYLE_SHEETS = {
    "designsystemet.css": f"{DESIGNSYSTEMET}/dist/src/index.css",
    "theme.css": f"{THEME}/src/themes/designsystemet.css",
}
SCRIPTS = {"htmx.min.js": "htmx.org/dist/htmx.min.js", "lean-qr.js": "lean-qr/index.mjs"}
FONTS = {
    f"fonts/inter-{name}.woff2": f"{INTER}/files/inter-{name}-wght-normal.woff2" for name in INTER_SUBSETS
}
FONTS["fonts/vazirmatn-arabic.woff2"] = "vazirmatn/fonts/webfonts/Vazirmatn[wght].woff2"
LICENCES = {
    "licences/designsystemet-css.txt": f"{DESIGNSYSTEMET}/LICENSE",
    "licences/designsystemet-theme.txt": f"{THEME}/LICENSE",
    "licences/htmx.txt": "htmx.org/LICENSE",
    "licences/lean-qr.txt": "lean-qr/LICENSE",
    "licences/inter.txt": f"{INTER}/LICENSE",
    "licences/vazirmatn.txt": "vazirmatn/OFL.txt",
}

FILES = STYLE_SHEETS | SCRIPTS | FONTS | LICENCES


def write_if_changed(path: Path, content: bytes) -> bool:
    if path.is_file() and path.read_bytes() == content:
        return False
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return True


def bring(files: Mapping[str, str], modules: Path, target: Path) -> int:
    """Have `files` and nothing else in `target`; returns how many were written or removed."""
    wanted = {target / name: modules / source for name, source in files.items()}
    changed = sum(write_if_changed(path, source.read_bytes()) for path, source in wanted.items())
    stale = [path for path in target.rglob("*") if path.is_file() and path not in wanted]
    for path in stale:
        path.unlink()
    return changed + len(stale)


def build(modules: Path = MODULES, vendor: Path = VENDOR) -> int:
    """Bring static/vendor up to date; returns how many files were written or removed."""
    return bring(FILES, modules, vendor)


def said(name: str, builder: Callable[[], int]) -> int:
    """Builds, says so, and returns what a program ends with."""
    try:
        changed = builder()
    except FileNotFoundError as error:
        print(f"Missing {error.filename}: run `npm ci` first.", file=sys.stderr)
        return 1
    print(f"{name}: {changed} file(s) changed" if changed else f"{name}: up to date")
    return 0


if __name__ == "__main__":
    sys.exit(said("static/vendor", build))
