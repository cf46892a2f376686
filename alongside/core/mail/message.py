"""The mail as it travels: headers, plain text first, HTML second, signed when there is a key."""

from email.charset import QP, Charset
from email.header import Header
from email.utils import formataddr, parseaddr
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives

from .dkim_signature import signature
from .letter import Letter
from .transports import FILES
from .writing import site_name

LONGEST_LINE, LONGEST_WORD = 76, 60  # letters
SEVEN_BIT = Charset("utf-8")
SEVEN_BIT.body_encoding = QP  # a relay that rewrites eight-bit text would break the signature


class Mail(EmailMultiAlternatives):
    """Django's, with a DKIM signature over what is really sent."""

    encoding: Any = SEVEN_BIT

    def message(self, **options: Any) -> Any:
        """Raises CannotSign."""
        message: Any = super().message(**options)
        message.replace_header("Subject", subject_header(str(self.subject), linesep="\n"))
        if value := signature(message.as_bytes(linesep="\r\n")):
            message["DKIM-Signature"] = value
        return message


def subject_header(words: str, *, linesep: str) -> str:
    """Encoded and folded, so that it is read as it was typed. Raises nothing for one line of words.

    Encoded words (RFC 2047) also for what looks like one already, and for a word that fits no line:
    the first line must hold something (RFC 5322 §2.2.3), no line more than 76 letters (RFC 2047 §2).
    """
    is_plain = words.isascii() and "=?" not in words
    is_plain = is_plain and max(map(len, words.split()), default=0) <= LONGEST_WORD
    charset = "us-ascii" if is_plain else "utf-8"
    header = Header(words, charset, maxlinelen=LONGEST_LINE, header_name="Subject")
    return header.encode(linesep=linesep)


def sender_address() -> str:
    """Where our mail comes from, without the name."""
    return parseaddr(settings.DEFAULT_FROM_EMAIL)[1]


def sender(*, neutral: bool) -> str:
    """Name and address as the recipient sees them."""
    name, address = parseaddr(settings.DEFAULT_FROM_EMAIL)
    if neutral:
        return formataddr((settings.NEUTRAL_NAME, settings.NEUTRAL_FROM_EMAIL or address))
    return formataddr((name or site_name(), address))


def compose(letter: Letter, *, message_id: str, private: bool, neutral: bool) -> Mail:
    """The mail. In a file the address of a private recipient does not stand: nothing is sent."""
    if private and settings.MAIL_TRANSPORT == FILES:
        letter = letter.without_address()
    mail = Mail(
        subject=letter.subject,
        body=letter.text,
        from_email=sender(neutral=neutral),
        to=[letter.to],
        # RFC 3834 §5: no answering machine answers a machine.
        headers={"Message-ID": message_id, "Auto-Submitted": "auto-generated"},
    )
    mail.attach_alternative(letter.html, "text/html")
    return mail
