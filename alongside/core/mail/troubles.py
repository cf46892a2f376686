"""What goes wrong with mail: for the row (class and code, never the server's words), and in words."""

import smtplib

from alongside.core.installation_key import Unreadable

UNREACHABLE = "connection: "  # before the name of what happened before the server knew the mail
_FINAL_HTTP = (400, 404, 413, 422)  # the provider will say the same of this mail tomorrow


def describe(error: Exception) -> str:
    """`SMTPRecipientsRefused 550`. The text of the error would hold addresses."""
    return f"{type(error).__name__} {code(error) or ''}".strip()[:60]


def code(error: Exception) -> int | None:
    """The SMTP or HTTP status."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return max((status for status, _ in error.recipients.values()), default=None)
    if isinstance(error, smtplib.SMTPResponseException):
        return error.smtp_code
    return getattr(error, "status_code", None)


def is_final(error: Exception) -> bool:
    """True if trying again is of no use: the server refused this recipient or these words.

    RFC 5321 §4.2.1: 4yz is for now, 5yz for good. A 5yz to us (wrong password, sender not allowed) is
    not about the recipient: an operator can mend it, so we go on trying.
    """
    if isinstance(error, smtplib.SMTPRecipientsRefused | smtplib.SMTPDataError):
        return (code(error) or 0) >= 500
    if isinstance(error, Unreadable):
        return True
    if type(error).__module__.startswith("anymail"):
        refused = type(error).__name__ in ("AnymailRecipientsRefused", "AnymailInvalidAddress")
        return refused or code(error) in _FINAL_HTTP
    return False


_WORDS = {
    "ConnectionRefusedError": "the mail server refused the connection",
    "ConnectionResetError": "the mail server hung up",
    "TimeoutError": "the mail server did not answer in time",
    "gaierror": "the name of the mail server was not found",
    "SSLCertVerificationError": "the mail server could not prove who it is (its certificate is wrong)",
    "SSLError": "the mail server and we found no safe way to talk",
    "SMTPNotSupportedError": "the mail server cannot do what our settings ask for",
    "SMTPAuthenticationError": "the mail server did not accept our name or password",
    "SMTPServerDisconnected": "the mail server hung up, or stopped answering",
    "SMTPSenderRefused": "the mail server does not let us write under our address",
    "SMTPHeloError": "the mail server did not want to talk to us",
    "AnymailRecipientsRefused": "the mail service does not send to this address",
    "CannotSign": "the key for signing mail cannot be used",
    "Unreadable": "it was locked with another secret key, and cannot be read any more",
}


def in_words(problem: str) -> str:
    """What a founder reads. Empty for no problem."""
    name, _, number = problem.removeprefix(UNREACHABLE).partition(" ")
    words = _WORDS.get(name)
    if name in ("SMTPRecipientsRefused", "SMTPDataError"):
        subject = "this address" if name == "SMTPRecipientsRefused" else "this mail"
        later, never = "asked us to come back later", f"does not take {subject}"
        words = f"the mail server {never if number >= '500' else later}"
    elif problem and not words:
        words = f"something went wrong ({name})"
    return f"{words} ({number})" if words and number else words or ""
