"""One connection to the mail server, with as few round trips as it allows.

smtplib connects, does STARTTLS and logs in; the mails themselves go here. A server that offers
PIPELINING (RFC 2920) gets the end of one letter and the envelope of the next in one write: one round trip
for each letter. Nothing is written ahead that could make a letter go out: before its own final dot no
server takes a letter (RFC 5321 §4.1.1.4).

When the line breaks before the dot was written, the letter is tried again later. When it breaks
between the dot and the answer, nobody knows: UNKNOWN.
"""

import smtplib
import socket
from collections import deque
from contextlib import suppress
from typing import Any, Protocol

from django.core.mail import get_connection

from alongside.core.mail import transports
from alongside.core.mail.troubles import UNREACHABLE, describe

from .jobs import Job, Outcome, State
from .replies import Reply

PATIENCE = 300  # seconds for an answer, once connected; RFC 5321 §4.5.3.2 asks for five minutes
GOODBYE = 421  # "closing the channel": to any command, at any time
BREAKS = 3  # lost lines in one batch, then this connection has done enough


class Notebook(Protocol):
    """Where is written down what cannot be taken back (`sending.journal`)."""

    def begin(self, delivery: int) -> None: ...
    def end(self, outcome: Outcome) -> None: ...


class Connection:
    """Hands over what it takes from a queue. One thread at a time."""

    def __init__(self, *, sender: str, notebook: Notebook, patience: float = PATIENCE) -> None:
        self._sender, self._notebook, self._patience = sender, notebook, patience
        self._backend: Any = None
        self._smtp: Any = None
        self._must_reset = False
        self.trouble = ""
        self.outcomes: list[Outcome] = []

    def work(self, jobs: "deque[Job]") -> list[Outcome]:
        """Until the queue is empty or the server takes no more; what it did not take stays there."""
        self.trouble, self.outcomes = "", []
        for _ in range(BREAKS):
            if not jobs or not self._opened():
                break
            try:
                self.trouble = ""
                self._hand_over(jobs)
            except (OSError, smtplib.SMTPException) as error:
                self.trouble = UNREACHABLE + describe(error)
                self.close()
            else:
                break
        return self.outcomes

    def close(self) -> None:
        with suppress(Exception):  # all that could be lost is the goodbye
            if self._backend:
                self._backend.close()
        self._backend = self._smtp = None

    def _opened(self) -> bool:
        if self._smtp:
            return True
        self._backend = get_connection(transports.SMTP)
        try:
            self._backend.open()
            self._smtp = self._backend.connection
            self._smtp.ehlo_or_helo_if_needed()
            self._smtp.sock.settimeout(self._patience)
            self._smtp.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        except Exception as error:
            self.trouble = UNREACHABLE + describe(error)
            self.close()
            return False
        self._must_reset = False
        return True

    # ── One after the other ──

    def _hand_over(self, jobs: "deque[Job]") -> None:
        job = self._next(jobs)
        while job:
            try:
                refused = self._read_envelope(job)
            except BaseException:
                jobs.appendleft(job)  # nobody has it
                raise
            if refused:
                if refused.stage == "sender":
                    jobs.appendleft(job)
                    return self._give_up(refused)
                self._settle(Outcome(job.delivery, refused.state, refused.why))
                if refused.code == GOODBYE:
                    return self._give_up(refused)
                job = self._next(jobs)
                continue
            job = self._transmit(job, jobs)
        return None

    def _next(self, jobs: "deque[Job]") -> Job | None:
        """The next job, its envelope written if the server lets us write ahead."""
        job = self._take(jobs)
        if job and self._pipelines:
            try:
                self._write(self._envelope(job))
            except BaseException:
                jobs.appendleft(job)
                raise
        return job

    def _take(self, jobs: "deque[Job]") -> Job | None:
        """The next that can be written: it is composed and signed here."""
        while True:
            try:
                job = jobs.popleft()  # other connections take from the same queue
            except IndexError:
                return None
            try:
                _ = job.address, job.message
            except ValueError:
                self._settle(Outcome(job.delivery, State.FAILED, "address"))
            else:
                return job

    def _transmit(self, job: Job, jobs: "deque[Job]") -> Job | None:
        """Write the letter, and with its end the envelope of the next, which is returned."""
        try:
            self._write(job.message.replace(b"\r\n.", b"\r\n.."))
            self._notebook.begin(job.delivery)
        except BaseException:
            self._settle(Outcome(job.delivery, State.DEFERRED, "dropped"))
            raise
        following = self._take(jobs)
        ahead = self._envelope(following) if following and self._pipelines else b""
        try:
            reply = self._end(ahead)
        except BaseException:
            self._settle(Outcome(job.delivery, State.UNKNOWN, "dropped"))
            if following:
                jobs.appendleft(following)
            raise
        self._settle(Outcome(job.delivery, reply.state, reply.why))
        if reply.code == GOODBYE:
            if following:
                jobs.appendleft(following)
            self._give_up(reply)
            return None
        return following

    def _end(self, ahead: bytes) -> Reply:
        self._write(b".\r\n" + ahead)
        return self._read("end")

    def _settle(self, outcome: Outcome) -> None:
        self.outcomes.append(outcome)
        self._notebook.end(outcome)

    def _give_up(self, reply: Reply) -> None:
        self.trouble = reply.why
        self.close()

    # ── The envelope ──

    @property
    def _pipelines(self) -> bool:
        return bool(self._smtp.has_extn("pipelining"))

    def _commands(self, job: Job) -> list[bytes]:
        reset = [b"RSET\r\n"] if self._must_reset else []
        self._must_reset = False
        return [
            *reset,
            f"MAIL FROM:<{self._sender}>\r\n".encode(),
            f"RCPT TO:<{job.address}>\r\n".encode(),
            b"DATA\r\n",
        ]

    def _envelope(self, job: Job) -> bytes:
        commands = self._commands(job)
        self._resets = len(commands) == 4
        return b"".join(commands)

    def _read_envelope(self, job: Job) -> Reply | None:
        """None when the server waits for the letter, else what it said against it."""
        replies = self._pipelined() if self._pipelines else self._step_by_step(job)
        refused = next((reply for reply in replies if not reply.is_good), None)
        if refused and replies[-1].stage == "data" and replies[-1].is_good:
            self._write(b".\r\n")  # RFC 2920 §3.1: it waits for a letter to nobody
            self._read("end")
        self._must_reset = refused is not None
        return refused

    def _pipelined(self) -> list[Reply]:
        if self._resets:
            self._read("reset")
        return [self._read(stage) for stage in ("sender", "recipient", "data")]

    def _step_by_step(self, job: Job) -> list[Reply]:
        replies = list[Reply]()
        *resets, sender, recipient, data = self._commands(job)
        for reset in resets:
            self._write(reset)
            self._read("reset")
        for stage, command in (("sender", sender), ("recipient", recipient), ("data", data)):
            self._write(command)
            replies.append(self._read(stage))
            if not replies[-1].is_good:
                break
        return replies

    def _write(self, data: bytes) -> None:
        self._smtp.sock.sendall(data)

    def _read(self, stage: str) -> Reply:
        code, words = self._smtp.getreply()
        if code < 200:
            raise smtplib.SMTPServerDisconnected("no reply")
        return Reply.of(stage, code, words)
