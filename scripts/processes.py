"""Child processes that never outlive the one that started them."""

import ctypes
import os
import pwd
import signal
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

PR_SET_PDEATHSIG = 1  # prctl(2)


def _dies_with_parent(stop_signal: signal.Signals) -> Callable[[], None] | None:
    """Linux tells the child when its parent dies, so that even `kill -9` of the parent leaves no orphan."""
    if not sys.platform.startswith("linux"):
        return None
    # Looked up before the fork: the child may call it and nothing else.
    prctl = ctypes.CDLL(None, use_errno=True).prctl

    def ask_kernel() -> None:
        prctl(PR_SET_PDEATHSIG, int(stop_signal))

    return ask_kernel


def as_account(account: pwd.struct_passwd | None) -> dict[str, Any]:
    """Options of `subprocess` that run a command as another user, with none of root's groups."""
    if account is None:
        return {}
    return {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []}


class Child:
    """A process in a session of its own: Ctrl-C reaches only the one that stops them all in order."""

    def __init__(
        self,
        name: str,
        command: Sequence[str | Path],
        *,
        log: Path,
        env: Mapping[str, str] | None = None,
        cwd: Path | None = None,
        account: pwd.struct_passwd | None = None,
        stop_signal: signal.Signals = signal.SIGTERM,
    ) -> None:
        self.name = name
        self.log = log
        self.stop_signal = stop_signal
        # A second SIGTERM would tell a Celery worker to drop what it is doing.
        self._asked = False
        self.ended = 0
        self._command = [str(part) for part in command]
        self._options: dict[str, Any] = {
            "env": None if env is None else dict(env),
            "cwd": cwd,
            **as_account(account),
            "preexec_fn": _dies_with_parent(stop_signal),
        }
        log.parent.mkdir(parents=True, exist_ok=True)
        log.write_bytes(b"")
        self.process = self._start()

    def _start(self) -> subprocess.Popen:
        with self.log.open("ab") as output:
            return subprocess.Popen(
                self._command,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                **self._options,
            )

    def start_again(self) -> None:
        """Starts what ended by itself once more, and counts how often that was."""
        self.ended += 1
        self.process = self._start()

    @property
    def is_running(self) -> bool:
        return self.process.poll() is None

    def ask_to_stop(self) -> None:
        """Sends the signal that lets the process finish what it is doing; does not wait."""
        if self.is_running and not self._asked:
            self._asked = True
            self.process.send_signal(self.stop_signal)

    def stop(self, *, grace: float = 15) -> None:
        """Asks, waits `grace` seconds, then ends the process and whatever it started."""
        self.ask_to_stop()
        if self.is_running:
            try:
                self.process.wait(grace)
            except subprocess.TimeoutExpired:
                os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()
