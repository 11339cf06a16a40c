"""A mail server that takes everything and keeps nothing: it costs what is measured as little as one can.

`python -m benchmarks.smtp_sink PORT`. It knows no extension, and counts what it took: the answer to NOOP.
"""

import asyncio
import sys
from typing import cast

ANSWERS = {
    b"EHLO": b"250 sink\r\n",
    b"HELO": b"250 sink\r\n",
    b"MAIL": b"250 2.1.0 Ok\r\n",
    b"RCPT": b"250 2.1.5 Ok\r\n",
    b"RSET": b"250 2.0.0 Ok\r\n",
    b"DATA": b"354 Go on\r\n",
    b"QUIT": b"221 2.0.0 Bye\r\n",
}
END = b"\r\n.\r\n"


class Sink(asyncio.Protocol):
    taken = 0

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = cast(asyncio.WriteTransport, transport)
        self.waiting = b""
        self.in_text = False
        self.transport.write(b"220 sink ready\r\n")

    def data_received(self, data: bytes) -> None:
        if self.in_text:
            # Only the end of what came is looked at, however long the text.
            tail = (self.waiting + data)[-len(END) :]
            self.waiting = tail
            if tail != END:
                return
            self.in_text, self.waiting = False, b""
            Sink.taken += 1
            self.transport.write(b"250 2.0.0 Taken\r\n")
            return
        self.waiting += data
        while b"\r\n" in self.waiting:
            line, _end, self.waiting = self.waiting.partition(b"\r\n")
            self.answer(line[:4].upper())

    def answer(self, word: bytes) -> None:
        if word == b"NOOP":
            self.transport.write(b"250 %d\r\n" % Sink.taken)
            return
        self.transport.write(ANSWERS.get(word, b"502 5.5.2 Not known\r\n"))
        if word == b"DATA":
            self.in_text, self.waiting = True, b""
        elif word == b"QUIT":
            self.transport.close()


async def main(port: int) -> None:
    server = await asyncio.get_running_loop().create_server(Sink, "127.0.0.1", port)
    async with server:
        await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1])))
