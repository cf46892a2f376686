"""Letters through the API of a mail service (django-anymail), in batches where the service can do that.

In a batch one request carries the letter once, and for each recipient what stands in the gaps; each sees
only herself, and has a List-Unsubscribe of her own. Services whose way of writing gaps we know are in
`GAPS`; to others each letter goes by itself. The service signs (DKIM) and writes Message-ID and Date.

When a request breaks off after it was written, nobody knows: all its letters are UNKNOWN (a batch
is 50 at the most).
"""

from collections import defaultdict
from typing import Any

from anymail.exceptions import AnymailAPIError, AnymailError
from anymail.message import AnymailMessage
from django.conf import settings
from django.core.mail import get_connection

from alongside.core.mail.message import sender
from alongside.core.mail.troubles import UNREACHABLE, describe
from alongside.newsletter.rendering import Rendered

from . import composing
from .composing import NAME, TOKEN, Plate
from .jobs import Handed, Job, Outcome, State
from .smtp import Notebook

GAPS = {
    "mailgun": "%recipient.{}%",
    "mailjet": "{{{{var:{}}}}}",
    "sendgrid": "-{}-",
    "sparkpost": "{{{{{{{}}}}}}}",  # three: it must not escape what is escaped already
}
_TAKEN, _REFUSED = ("sent", "queued"), ("invalid", "rejected", "failed")
_ABOUT_THE_MAIL = (400, 404, 413, 422)  # nothing of the request was taken
_LATER = (401, 402, 403, 429, 503)  # about us, or about the hour
_NOT_CONNECTED = ("ConnectTimeout", "SSLError")  # of the library `requests`


class Trouble(Exception):
    """The service takes no letter now. Holds a code, no words."""


class MailService:
    """One connection, one request at a time."""

    def __init__(self, notebook: Notebook) -> None:
        self._notebook = notebook
        self._connection: Any = None
        self._must_stop = False

    def hand_over(self, jobs: list[Job]) -> Handed:
        """Raises AnymailError subclasses never; what was not taken comes back as WAITING."""
        self._connection = self._connection or get_connection(settings.MAIL_TRANSPORT)
        outcomes, trouble = list[Outcome](), ""
        for batch in _batches(jobs):
            try:
                if not trouble and not self._must_stop:
                    outcomes += self._send(batch)
            except Trouble as error:
                trouble = str(error)
        settled = {outcome.delivery for outcome in outcomes}
        back = [Outcome(j.delivery, State.WAITING) for j in jobs if j.delivery not in settled]
        return Handed(outcomes + back, trouble)

    def let_go(self) -> None:
        """Finish the request that is on its way; the rest comes back."""
        self._must_stop = True

    def close(self) -> None:
        if self._connection:
            self._connection.close()

    def _send(self, jobs: list[Job]) -> list[Outcome]:
        for job in jobs:
            self._notebook.begin(job.delivery)
        message = _message(jobs)
        try:
            self._connection.send_messages([message])
        except AnymailError as error:
            if not getattr(message, "anymail_status", None) or not message.anymail_status.status:
                return self._after(error, jobs)
        return [self._noted(_outcome(job, message)) for job in jobs]

    def _after(self, error: AnymailError, jobs: list[Job]) -> list[Outcome]:
        """Raises Trouble if nothing was taken and the next would not be either."""
        status = getattr(error, "status_code", None)
        if status in _LATER or _never_connected(error):
            for job in jobs:
                self._notebook.end(Outcome(job.delivery, State.WAITING))
            raise Trouble(f"{'' if status else UNREACHABLE}service {status or describe(error)}")
        if status in _ABOUT_THE_MAIL or not isinstance(error, AnymailAPIError):
            if len(jobs) == 1:
                why = f"service {status or type(error).__name__}"[:40]
                return [self._noted(Outcome(jobs[0].delivery, State.FAILED, why))]
            return [outcome for job in jobs for outcome in self._send([job])]  # which of them?
        why = f"service {status}" if status else "dropped"
        return [self._noted(Outcome(job.delivery, State.UNKNOWN, why)) for job in jobs]

    def _noted(self, outcome: Outcome) -> Outcome:
        self._notebook.end(outcome)
        return outcome


def _batches(jobs: list[Job]) -> list[list[Job]]:
    """Letters with the same words together, if the service can fill gaps."""
    if settings.MAIL_PROVIDER not in GAPS:
        return [[job] for job in jobs]
    alike: dict[int, list[Job]] = defaultdict(list)
    for job in jobs:
        alike[id(job.plate)].append(job)
    return list(alike.values())


def _message(jobs: list[Job]) -> AnymailMessage:
    plate = jobs[0].plate
    words = plate.words_for(jobs[0].to) if len(jobs) == 1 else _with_gaps(plate)
    message = AnymailMessage(
        subject=words.subject,
        body=words.text,
        from_email=sender(neutral=False),
        to=[composing.ascii_address(job.to.address) for job in jobs],
        headers=dict(composing.list_headers(plate.place)),
        metadata={"mailing": str(jobs[0].to.mailing)},
    )
    message.attach_alternative(words.html, "text/html")
    hers = {
        composing.ascii_address(job.to.address): {
            "List-Unsubscribe": plate.place.unsubscribe.replace(TOKEN, job.to.token)
        }
        for job in jobs
    }
    if len(jobs) == 1:
        message.extra_headers |= next(iter(hers.values()))
        return message
    message.merge_headers = hers
    message.merge_data = {
        composing.ascii_address(job.to.address): composing.fillings(job.to) for job in jobs
    }
    if settings.MAIL_PROVIDER == "sendgrid":
        message.esp_extra = {"merge_field_format": GAPS["sendgrid"]}
    return message


def _with_gaps(plate: Plate) -> Rendered:
    gap = GAPS[settings.MAIL_PROVIDER].format
    words = plate.rendered
    text = words.text.replace(TOKEN, gap("token")).replace(NAME, gap("name"))
    html = words.html.replace(TOKEN, gap("token")).replace(NAME, gap("name_in_html"))
    return Rendered(words.subject, text, html)


def _outcome(job: Job, message: AnymailMessage) -> Outcome:
    found = message.anymail_status.recipients.get(composing.ascii_address(job.to.address))
    status = found.status if found else None
    if status in _TAKEN:
        return Outcome(job.delivery, State.SENT)
    if status in _REFUSED:
        return Outcome(job.delivery, State.FAILED, f"service {status}")
    return Outcome(job.delivery, State.UNKNOWN, "service unclear")


def _never_connected(error: BaseException) -> bool:
    """The request was not written: requests says so by the kind of error, urllib3 by its reason."""
    cause = error.__cause__
    reason = getattr(cause.args[0], "reason", None) if cause and cause.args else None
    return type(cause).__name__ in _NOT_CONNECTED or type(reason).__name__ == "NewConnectionError"
