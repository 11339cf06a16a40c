"""What `make run` promises before Django starts: one clear line when it cannot go on, nothing half-made."""

import ast
import errno
import hashlib
import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

import pytest

from scripts import bootstrap, build_static, build_typefaces, run, serve
from scripts.console import SetupError, not_written
from scripts.processes import Child
from scripts.stack import Stack

ROOT = Path(__file__).resolve().parents[2]
LOCKS = [*sorted((ROOT / "requirements").glob("*.txt")), ROOT / "package-lock.json"]


def run_with_version(version: tuple[int, int, int]) -> subprocess.CompletedProcess[str]:
    """`make run`'s command in an interpreter that believes it is another version."""
    hexversion = version[0] << 24 | version[1] << 16 | version[2] << 8
    pretend = f"import runpy, sys; sys.hexversion = {hexversion}; sys.version_info = {version} + ('final', 0)"
    code = f"{pretend}; runpy.run_module('scripts.run', run_name='__main__')"
    return subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True)


def test_old_python_is_told_in_one_line_which_one_is_needed():
    done = run_with_version((3, 9, 2))
    assert done.returncode == 1
    assert done.stdout == ""
    assert done.stderr == (
        "Python 3.9.2 is too old, 3.11 or newer is needed. Name one: make run PYTHON=python3.12\n"
    )


def test_version_check_parses_on_an_old_python():
    ast.parse((ROOT / "scripts" / "__init__.py").read_text(), feature_version=(3, 4))


def test_taken_port_is_told_in_one_line_with_another_one():
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        done = subprocess.run(
            [sys.executable, "-m", "scripts.run"],
            cwd=ROOT,
            env=os.environ | {"PORT": str(port)},
            capture_output=True,
            text=True,
        )
    assert done.returncode == 1
    assert done.stderr == f"Port {port} is taken. Choose another: make run PORT={port + 1}\n"


@pytest.mark.parametrize("value", ["http", "0", "65536", "-1", "٨٠٠٠"])
def test_port_that_is_none_is_refused(monkeypatch, value):
    monkeypatch.setenv("PORT", value)
    with pytest.raises(SetupError, match="which is no port"):
        run.chosen_port()


def test_second_run_in_the_same_folder_is_refused(tmp_path):
    with run.hold_checkout(tmp_path), pytest.raises(SetupError, match="already running"):
        run.hold_checkout(tmp_path)
    run.hold_checkout(tmp_path).close()


@dataclass
class Checkout:
    """A checkout of its own, of the scripts alone, with a lock that names one package that no index has."""

    folder: Path
    environment: dict[str, str]

    def run(self, code: str) -> str:
        """Runs `code` on the scripts of this checkout; returns what a person is told when it cannot go on."""
        program = f"from scripts import bootstrap, console\ntry: bootstrap.{code}\n"
        program += "except console.SetupError as problem: print(problem, file=__import__('sys').stderr)"
        done = subprocess.run(
            [sys.executable, "-c", program],
            cwd=self.folder,
            env=self.environment,
            capture_output=True,
            text=True,
            check=True,
        )
        return done.stderr.strip()

    def installed(self) -> dict[str, str]:
        return json.loads((self.folder / ".venv" / "installed.json").read_text())


@pytest.fixture
def checkout(tmp_path) -> Checkout:
    shutil.copytree(ROOT / "scripts", tmp_path / "scripts")
    (tmp_path / "requirements").mkdir()
    lock = "no-such-package==1.0 --hash=sha256:" + "0" * 64 + "\n"
    (tmp_path / "requirements" / "dev.txt").write_text(lock)
    # No index: the download fails at once, as it does without a network.
    nothing = {"PIP_NO_INDEX": "1", "PIP_FIND_LINKS": str(tmp_path), "PYTHONPATH": str(tmp_path)}
    return Checkout(tmp_path, os.environ | nothing)


def test_failed_download_leaves_no_environment_and_says_why(checkout):
    problem = checkout.run("ensure_environment('dev')")
    assert not (checkout.folder / ".venv").exists()
    assert "Python packages could not be installed: ERROR:" in problem
    assert "pip.log" in problem
    assert len(problem.splitlines()) == 1


def test_failed_download_keeps_an_environment_that_was_there(checkout):
    lock = checkout.folder / "requirements" / "dev.txt"
    complete = lock.read_text()
    lock.write_text("")
    assert checkout.run("ensure_environment('dev')") == ""
    before = checkout.installed()
    lock.write_text(complete)
    assert "could not be installed" in checkout.run("ensure_environment('dev')")
    assert checkout.installed() == before == {"dev": hashlib.sha256(b"").hexdigest()}
    assert subprocess.run([checkout.folder / ".venv" / "bin" / "python", "-c", ""]).returncode == 0


def test_failed_asset_download_leaves_no_node_modules(checkout):
    programs = checkout.folder / "programs"
    programs.mkdir()
    for name, script in {"node": "echo v22.0.0", "npm": "echo Error: no >&2; exit 1"}.items():
        (programs / name).write_text(f"#!/bin/sh\n{script}\n")
        (programs / name).chmod(0o755)
    checkout.environment["PATH"] = f"{programs}:{checkout.environment['PATH']}"
    (checkout.folder / "package-lock.json").write_text("{}")
    (checkout.folder / "node_modules").mkdir()
    assert "Style sheets could not be fetched: Error: no" in checkout.run("ensure_assets()")
    assert not (checkout.folder / "node_modules").exists()


@pytest.mark.parametrize(
    ("log", "expected"),
    [
        ("WARNING: Retrying after connection broken by 'X'\nERROR: No matching distribution", "registry"),
        ("npm error code EAI_AGAIN\nnpm error errno EAI_AGAIN", "registry"),
        (
            "Collecting x\nERROR: THESE PACKAGES DO NOT MATCH THE HASHES\n    Got 12",
            "DO NOT MATCH THE HASHES",
        ),
        ("", "it said nothing"),
    ],
)
def test_reason_is_the_telling_line_of_a_log(tmp_path, log, expected):
    (tmp_path / "log").write_text(log)
    assert expected in bootstrap.reason(tmp_path / "log")


@pytest.mark.parametrize("script", [build_static, build_typefaces])
def test_static_files_are_written_once_and_stale_ones_removed(tmp_path, script):
    modules, vendor = tmp_path / "node_modules", tmp_path / "vendor"
    for source in script.FILES.values():
        (modules / source).parent.mkdir(parents=True, exist_ok=True)
        (modules / source).write_text(source)
    assert script.build(modules, vendor) == len(script.FILES)
    assert script.build(modules, vendor) == 0
    (vendor / "left-over.js").write_text("")
    assert script.build(modules, vendor) == 1
    assert {str(path.relative_to(vendor)) for path in vendor.rglob("*.*")} == set(script.FILES)


@pytest.mark.parametrize("lock", LOCKS, ids=lambda path: path.name)
def test_lock_names_packages_and_hashes_but_no_address(lock):
    text = lock.read_text()
    addresses = re.findall(r"https?://\S+", text)
    # What a package says of itself, such as where to sponsor it, is no place to install from.
    assert [address for address in addresses if f'"url": "{address}' not in text] == []
    assert "resolved" not in text
    assert "sha256:" in text or '"integrity": "sha512-' in text


@pytest.mark.parametrize("name", [".gitignore", ".dockerignore"])
def test_folder_site_is_not_ignored(name):
    patterns = {line.strip("/* ") for line in (ROOT / name).read_text().splitlines()}
    assert patterns.isdisjoint({"site", "config", "core", "*.py", ".py"})
    assert not (ROOT / "site" / "__init__.py").exists()


def compose_services() -> dict[str, str]:
    """Each service of the compose file by name, as the text of its block."""
    services = (ROOT / "docker-compose.yml").read_text().split("\nservices:\n")[1].split("\nnetworks:\n")[0]
    parts = re.split(r"^  (\w+):$", services, flags=re.MULTILINE)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


def test_compose_publishes_the_proxy_and_a_local_mail_reader_only():
    services = compose_services()
    published = {
        name: re.findall(r"ports: (.*)", text) for name, text in services.items() if "ports:" in text
    }
    assert published == {
        "proxy": ['["80:80", "443:443", "443:443/udp"]'],
        "mailpit": ['["127.0.0.1:8025:8025"]'],
    }
    assert {"migrate", "web", "worker", "beat", "db", "redis"} < set(services)


def test_ci_calls_targets_that_the_makefile_has():
    called = set(re.findall(r"^make (\w+)", (ROOT / ".ci" / "run").read_text(), re.MULTILINE))
    offered = set(re.findall(r"^(\w+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    assert called == {"tools", "lint", "types", "check", "compilemessages", "test"}
    assert called <= offered


def test_every_setting_of_compose_is_in_the_example():
    used = set(re.findall(r"\$\{(\w+)", (ROOT / "docker-compose.yml").read_text()))
    listed = set(re.findall(r"^#? ?(\w+)=", (ROOT / ".env.example").read_text(), re.MULTILINE))
    assert used - listed == set()


def test_every_setting_that_is_read_is_in_the_example():
    sources = "".join(path.read_text() for path in (ROOT / "site" / "config" / "settings").glob("*.py"))
    read = set(re.findall(r"""\benv(?:\.\w+)?\(\s*["'](\w+)["']""", sources))
    listed = set(re.findall(r"^#? ?(\w+)=", (ROOT / ".env.example").read_text(), re.MULTILINE))
    assert read - listed == set()


def test_stack_starts_nothing_for_what_is_named(tmp_path):
    named = {"DATABASE_URL": "postgresql://db/x", "REDIS_URL": "redis://r/0", "EMAIL_URL": "smtp://m:25"}
    with Stack(tmp_path) as stack:
        assert stack.start_missing(named) == {}
        assert stack.children == []


def test_stack_keeps_its_data_and_leaves_no_process(tmp_path):
    deep = tmp_path / ("a-folder-that-makes-socket-paths-too-long-" * 3)
    urls, processes = [], []
    for _ in range(2):
        with Stack(deep, durable=False) as stack:
            urls.append(stack.start_postgres())
            processes.append(stack.children[0].process)
    assert [process.poll() is not None for process in processes] == [True, True]
    assert not Path(urls[0].split("host=")[1]).exists()
    assert (deep / "postgres" / "PG_VERSION").exists()
    shutil.rmtree(deep)


def test_child_that_ignores_the_request_to_stop_is_ended(tmp_path):
    deaf = "from signal import *; signal(SIGTERM, SIG_IGN); print('deaf', flush=True); pause()"
    child = Child("deaf", [sys.executable, "-c", deaf], log=tmp_path / "deaf.log")
    while not child.log.read_text():
        assert child.is_running
    child.stop(grace=0.2)
    assert child.process.returncode == -signal.SIGKILL


@pytest.mark.skipif(
    not sys.platform.startswith("linux"), reason="only Linux tells a child that its parent died"
)
def test_child_ends_when_its_parent_is_killed(tmp_path):
    starter = (
        "import os, pathlib, signal, sys; from scripts.processes import Child; "
        "idle = [sys.executable, '-c', 'import signal; signal.pause()']; "
        "child = Child('idle', idle, log=pathlib.Path(sys.argv[1])); "
        "print(child.process.pid, flush=True); os.kill(os.getpid(), signal.SIGKILL)"
    )
    done = subprocess.run(
        [sys.executable, "-c", starter, str(tmp_path / "log")],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == -signal.SIGKILL
    deadline = time.monotonic() + 10
    while is_alive(int(done.stdout)):
        assert time.monotonic() < deadline, "the child outlived its parent"
        time.sleep(0.02)


def is_alive(pid: int) -> bool:
    """Whether a process runs; one that ended but was not waited for (a zombie) does not."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(") ")[-1][0] != "Z"
    except FileNotFoundError:
        return False


@pytest.mark.parametrize(
    ("error", "expected"),
    [
        (
            PermissionError(errno.EACCES, "Permission denied", "var"),
            "Run it as the user that owns this folder.",
        ),
        (OSError(errno.ENOSPC, "No space left on device", "var/log/web.log"), "the disk is full"),
        (OSError(errno.EROFS, "Read-only file system", "var"), "Read-only file system"),
    ],
)
def test_folder_that_cannot_be_written_is_told_in_one_line(error, expected):
    said = not_written(error)
    assert expected in said
    assert len(said.splitlines()) == 1


def test_part_that_ends_by_itself_is_started_again_and_given_up_when_it_keeps_ending(tmp_path, capsys):
    flag = tmp_path / "second"
    once = (
        f"import pathlib, sys, time; p = pathlib.Path({str(flag)!r}); time.sleep(60 * p.exists()); p.touch()"
    )
    child = Child("worker", [sys.executable, "-c", once], log=tmp_path / "worker.log")
    child.process.wait()
    serve.keep_running([child])
    assert child.is_running
    assert "worker ended by itself" in capsys.readouterr().out
    child.stop()
    child.ended = serve.MOST_STARTS_AGAIN
    with pytest.raises(SetupError, match="worker ended by itself"):
        serve.keep_running([child])
