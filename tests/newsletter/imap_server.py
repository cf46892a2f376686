"""A mailbox that speaks as much IMAP as the site asks for, in a thread."""

import contextlib
import re
import socket
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field

USER, PASSWORD = "letters@example.org", "a-password-for-tests"
_FETCH = re.compile(r"FETCH (\d+) \(UID BODY\.PEEK\[\]<0\.(\d+)>\)")


@dataclass
class Mailbox:
    """uid → mail. Also what it was told to do, for the tests."""

    mails: dict[int, bytes] = field(default_factory=dict)
    flags: dict[int, set[str]] = field(default_factory=dict)
    validity: int = 7
    refuses: str = ""  # a command that it answers with NO
    connections: int = 0
    port: int = 0

    def put(self, *mails: bytes) -> None:
        for mail in mails:
            self.mails[max(self.mails, default=100) + 1] = mail

    def answer(self, command: str) -> Iterator[bytes]:
        """Lines before the tagged one. Raises ValueError for NO."""
        name = command.split(" ", 2)[0 if not command.startswith("UID") else 1].upper()
        if name == self.refuses or (name == "LOGIN" and PASSWORD not in command):
            raise ValueError
        if name == "CAPABILITY":
            yield b"* CAPABILITY IMAP4rev1 UIDPLUS\r\n"
        elif name == "SELECT":
            yield b"* %d EXISTS\r\n* OK [UIDVALIDITY %d] valid\r\n" % (
                len(self.mails), self.validity,
            )  # fmt: skip
        elif name == "SEARCH":
            start = int(re.search(r"UID (\d+):", command[4:])[1])
            found = [uid for uid in self.mails if uid >= start] or list(self.mails)[-1:]
            yield b"* SEARCH " + " ".join(map(str, found)).encode() + b"\r\n"
        elif found := _FETCH.search(command):
            uid, most = int(found[1]), int(found[2])
            if mail := self.mails.get(uid, b"")[:most]:
                yield b"* 1 FETCH (UID %d BODY[]<0> {%d}\r\n%b)\r\n" % (uid, len(mail), mail)
        elif name == "STORE":
            uid = int(command.split()[2])
            self.flags.setdefault(uid, set()).update(re.findall(r"\\\w+", command))
        elif name == "EXPUNGE":
            uid = int(command.split()[2])
            assert "\\Deleted" in self.flags[uid]
            del self.mails[uid]


def _serve(told: Mailbox, connection: socket.socket) -> None:
    told.connections += 1
    with connection, connection.makefile("rwb") as stream, contextlib.suppress(OSError):
        stream.write(b"* OK ready\r\n")
        stream.flush()
        for line in stream:
            tag, _, command = line.decode().strip().partition(" ")
            try:
                stream.writelines(told.answer(command))
                stream.write(f"{tag} OK done\r\n".encode())
            except ValueError:
                stream.write(f"{tag} NO not now\r\n".encode())
            stream.flush()
            if command.upper() == "LOGOUT":
                return


@contextlib.contextmanager
def mailbox_server() -> Iterator[Mailbox]:
    told = Mailbox()
    with socket.create_server(("127.0.0.1", 0)) as server:
        told.port = server.getsockname()[1]

        def accept() -> None:
            with contextlib.suppress(OSError):
                while True:
                    _serve(told, server.accept()[0])

        thread = threading.Thread(target=accept, daemon=True)
        thread.start()
        yield told
        server.shutdown(socket.SHUT_RDWR)
    thread.join(5)
