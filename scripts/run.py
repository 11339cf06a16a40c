"""`make run`: from a fresh checkout to the site in a browser.

This part runs on the machine's own Python and needs nothing but it. When everything is installed it hands
over, as the same process, to `scripts.serve` in the virtual environment.
"""

import errno
import fcntl
import os
import socket
import sys
from pathlib import Path
from typing import NoReturn, TextIO

from scripts import bootstrap
from scripts.console import ROOT, VAR, SetupError, not_written

HOST = "127.0.0.1"
DEFAULT_PORT = 8000


def chosen_port() -> int:
    """The port that PORT names, which must be free."""
    value = os.environ.get("PORT") or str(DEFAULT_PORT)
    if not (value.isascii() and value.isdigit() and 0 < int(value) < 65536):
        raise SetupError(f"PORT is {value!r}, which is no port: use a number from 1 to 65535.")
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, int(value)))
        except OSError as error:
            if error.errno == errno.EACCES:
                raise SetupError(
                    f"Port {value} is reserved for root. Choose another: make run PORT=8000"
                ) from None
            another = int(value) + 1 if int(value) < 65535 else DEFAULT_PORT
            raise SetupError(f"Port {value} is taken. Choose another: make run PORT={another}") from None
    return int(value)


def hold_checkout(data: Path = VAR) -> TextIO:
    """Makes sure that one `make run` at a time uses a checkout's data; the file returned holds it."""
    data.mkdir(exist_ok=True)
    lock = (data / "run.lock").open("a")
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        raise SetupError(
            "It is already running from this folder. Stop that one first, with Ctrl-C."
        ) from None
    return lock


def main() -> int:
    print("Møteplass", flush=True)
    try:
        port = chosen_port()
        held = hold_checkout()
        bootstrap.prepare("dev")
    except SetupError as problem:
        print(problem, file=sys.stderr)
        return 1
    except OSError as error:
        print(not_written(error), file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
    return hand_over(port, held)


def hand_over(port: int, held: TextIO) -> NoReturn:
    """Becomes the environment's Python, `held` still open: what starts everything else is only there."""
    os.set_inheritable(held.fileno(), True)
    command = [str(bootstrap.PYTHON), "-m", "scripts.serve"]
    os.execve(command[0], command, os.environ | {"PORT": str(port)})  # noqa: S606  no shell is wanted


if __name__ == "__main__":
    os.chdir(ROOT)
    sys.exit(main())
