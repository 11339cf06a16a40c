"""The second half of `make run`: servers, data, then web, worker and beat, until Ctrl-C."""

import os
import secrets
import shutil
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path
from typing import NoReturn

from scripts.console import LOGS, ROOT, VAR, SetupError, log_name, not_written, step, tail
from scripts.processes import Child
from scripts.run import HOST
from scripts.stack import Stack, write_private

HEALTHY_WITHIN_SECONDS = 90
MOST_STARTS_AGAIN = 5
# PostgreSQL writes its log of changes in files of 16 MB.
LEAST_FREE_BYTES = 40_000_000
PYTHON = sys.executable


class Stopped(BaseException):
    """Ctrl-C, SIGTERM, or the terminal was closed: as KeyboardInterrupt, no error."""


def stop_on_signals() -> None:
    def ask_to_stop(number: int, frame: object) -> None:
        raise Stopped

    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, ask_to_stop)


def ignore_signals() -> None:
    """A second Ctrl-C must not keep us from stopping the rest."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)


def secret_key() -> str:
    """A key of this checkout's own, made once, so that sessions and signed links outlive a restart."""
    file = VAR / "secret_key"
    if not file.is_file():
        write_private(file, secrets.token_urlsafe(50))
    return file.read_text(encoding="utf-8")


def settings(stack: Stack) -> dict[str, str]:
    """The environment of every child: what the person set, and for the rest a demonstration."""
    defaults = {
        "DJANGO_SETTINGS_MODULE": "config.settings.dev",
        "DEMONSTRATION": "1",
        "SECRET_KEY": secret_key(),
        "LOG_FORMAT": "text",
    }
    source_roots = {"PYTHONPATH": os.pathsep.join((str(ROOT), str(ROOT / "site"))), "PYTHONUNBUFFERED": "1"}
    return defaults | dict(os.environ) | stack.start_missing(os.environ) | source_roots


def load_data(env: dict[str, str]) -> str:
    """Brings the database up to date; returns the demonstration log-ins as the project prints them."""
    log = LOGS / "data.log"
    with log.open("wb") as errors:
        done = subprocess.run(
            [PYTHON, "-m", "scripts.load_data"], env=env, cwd=ROOT, stdout=subprocess.PIPE, stderr=errors
        )
    if done.returncode:
        raise SetupError(f"The database could not be filled ({log_name(log)}):\n{tail(log)}")
    return done.stdout.decode().strip()


def start_children(env: dict[str, str], children: list[Child]) -> None:
    """Starts workers, beat and web, and puts each in `children` as soon as it runs."""
    celery = [PYTHON, "-m", "celery", "-A", "config"]
    commands: dict[str, list[str | Path]] = {
        "worker": [*celery, "worker", "--loglevel", "INFO", "--concurrency", "2", "--queues", "celery"],
        # What may take many minutes: a mailing, a long list, booklets.
        "bulk": [*celery, "worker", "--loglevel", "INFO", "--pool", "solo", "--queues", "bulk"],
        "beat": [*celery, "beat", "--loglevel", "INFO", "--pidfile", "", "--schedule", VAR / "beat-schedule"],
        "web": [
            *(PYTHON, "-m", "gunicorn", "config.wsgi", "--bind", f"{HOST}:{env['PORT']}"),
            *("--worker-class", "gthread", "--workers", "2", "--threads", "4", "--no-control-socket"),
        ],
    }
    for name, command in commands.items():
        children.append(Child(name, command, log=LOGS / f"{name}.log", env=env, cwd=ROOT))


def is_healthy(port: str) -> bool:
    try:
        with urllib.request.urlopen(f"http://{HOST}:{port}/healthz", timeout=5) as answer:
            return answer.status == 200
    except (urllib.error.URLError, ConnectionError, TimeoutError):
        return False


def check_running(children: list[Child]) -> None:
    for child in children:
        if not child.is_running:
            code = child.process.returncode
            raise SetupError(
                f"{child.name} ended by itself (exit {code}, {log_name(child.log)}):\n{tail(child.log)}"
            )


def keep_running(children: list[Child]) -> None:
    """Starts what ended by itself again. Raises `SetupError` when it keeps ending with room on the disk."""
    for child in children:
        if child.is_running:
            continue
        wait_for_space()
        if child.ended >= MOST_STARTS_AGAIN:
            check_running([child])
        print(f"  {child.name} ended by itself ({log_name(child.log)}); starting it again.", flush=True)
        time.sleep(2**child.ended)
        child.start_again()


def wait_for_space() -> None:
    """A full disk ends the database. It goes on by itself when there is room again."""
    if shutil.disk_usage(VAR).free >= LEAST_FREE_BYTES:
        return
    print(
        f"  The disk that holds {log_name(VAR)}/ is full. Free some space; it then goes on by itself.",
        flush=True,
    )
    while shutil.disk_usage(VAR).free < LEAST_FREE_BYTES:
        time.sleep(2)


def wait_until_healthy(port: str, children: list[Child]) -> None:
    deadline = time.monotonic() + HEALTHY_WITHIN_SECONDS
    while not is_healthy(port):
        check_running(children)
        if time.monotonic() > deadline:
            log = LOGS / "web.log"
            raise SetupError(f"The site did not become healthy ({log_name(log)}):\n{tail(log)}")
        time.sleep(0.2)


def welcome(port: str, env: dict[str, str], log_ins: str) -> str:
    lines = ["", f"Møteplass is open at   http://localhost:{port}/"]
    if env.get("DEV_MAILDIR"):
        lines.append(f"Its mails are read at  http://localhost:{port}/dev/mail/")
        lines.append(f"Its SMS are read at    http://localhost:{port}/dev/sms/")
    return "\n".join([*lines, "", log_ins, "", "Ctrl-C stops everything; the data stays in var/."])


def serve(stack: Stack, children: list[Child]) -> NoReturn:
    """Starts everything and watches over it until somebody or something stops it."""
    port = os.environ["PORT"]
    with step("Starting database, queue and mail server"):
        env = settings(stack)
    with step("Bringing the data up to date"):
        log_ins = load_data(env)
    with step("Starting web, worker and beat"):
        start_children(env, children)
        wait_until_healthy(port, children)
    print(welcome(port, env, log_ins), flush=True)
    while True:
        keep_running([*stack.children, *children])
        time.sleep(0.5)


def main() -> int:
    stop_on_signals()
    children: list[Child] = []
    stack = Stack(VAR)
    try:
        LOGS.mkdir(parents=True, exist_ok=True)
        serve(stack, children)
    except Stopped:
        return 0
    except SetupError as problem:
        print(problem, file=sys.stderr)
        return 1
    except OSError as error:
        print(not_written(error), file=sys.stderr)
        return 1
    finally:
        ignore_signals()
        print()
        with step("Stopping"):
            for child in children:
                child.ask_to_stop()
            for child in children:
                child.stop()
            # Last, because the others still write to them while they finish.
            stack.stop()


if __name__ == "__main__":
    sys.exit(main())
