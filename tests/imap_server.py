"""A mailbox that speaks IMAP over a real socket: as much of RFC 3501 as reading what came back needs."""

import re
import socketserver
import threading
from collections.abc import Callable
from dataclasses import dataclass, field


@dataclass
class Mail:
    """One mail in the box, with its number (UID) and its flags."""

    uid: int
    raw: bytes
    flags: set[str] = field(default_factory=set)


class ImapServer:
    """Runs until it is stopped. Whoever logs in as "retur" with "hemmelig" sees `mails`.

    `hang_up_after` ends the connection at the STORE with that number. `fetched` is the largest answer given.
    """

    def __init__(self) -> None:
        self.mails: list[Mail] = []
        self.hang_up_after = 0
        self.stored = 0
        self.fetched = 0
        self.commands: list[str] = []
        box = self

        class Handler(socketserver.StreamRequestHandler):
            # An answer leaves in one piece.
            wbufsize = -1

            def handle(self) -> None:
                self.wfile.write(b"* OK ready\r\n")
                self.wfile.flush()
                for line in self.rfile:
                    goes_on = box.answer(line.decode().strip(), self.wfile.write)
                    self.wfile.flush()
                    if not goes_on:
                        return

        self.server = socketserver.ThreadingTCPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.port = self.server.server_address[1]
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def stop(self) -> None:
        self.server.shutdown()
        self.server.server_close()

    def receive(self, *mails: bytes) -> None:
        for raw in mails:
            self.mails.append(Mail(len(self.mails) + 1, raw))

    def answer(self, line: str, write: Callable[[bytes], object]) -> bool:
        tag, _space, rest = line.partition(" ")
        command, _space, arguments = rest.partition(" ")
        self.commands.append(rest)

        def say(text: str) -> None:
            write(f"{text}\r\n".encode())

        done = f"{tag} OK done"
        match command.upper(), arguments.upper():
            case "CAPABILITY", _:
                say("* CAPABILITY IMAP4rev1")
            case "LOGIN", _:
                if arguments != 'retur "hemmelig"':
                    done = f"{tag} NO not you"
            case "SELECT", _:
                say(f"* {len(self.mails)} EXISTS")
            case "UID", words if words.startswith("SEARCH"):
                first = int(words.split()[1].partition(":")[0])
                unread = [str(mail.uid) for mail in self.mails[first - 1 :] if "\\Seen" not in mail.flags]
                say("* SEARCH " + " ".join(unread))
            case "UID", words if words.startswith("FETCH"):
                self.fetch(words, write)
            case "UID", words if words.startswith("STORE"):
                self.stored += 1
                if self.stored == self.hang_up_after:
                    return False
                self.mail(words).flags |= set(re.findall(r"\\\w+", arguments))
            case "LOGOUT", _:
                say("* BYE")
                say(done)
                return False
        say(done)
        return True

    def mail(self, words: str) -> Mail:
        return self.mails[int(words.split()[1]) - 1]

    def fetch(self, words: str, write: Callable[[bytes], object]) -> None:
        mail = self.mail(words)
        if "RFC822.SIZE" in words:
            write(f"* {mail.uid} FETCH (UID {mail.uid} RFC822.SIZE {len(mail.raw)})\r\n".encode())
            return
        most = int(words.partition("<0.")[2].partition(">")[0])
        part = mail.raw[:most]
        self.fetched = max(self.fetched, len(part))
        write(f"* {mail.uid} FETCH (UID {mail.uid} BODY[]<0> {{{len(part)}}}\r\n".encode() + part + b")\r\n")
