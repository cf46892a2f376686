"""Mails that came back, as mail servers and mail services write them; ours is in them, shortened."""

from alongside.newsletter.models import Mailing, Subscriber
from alongside.newsletter.tokens import make


def message_id(subscriber: Subscriber, mailing: Mailing) -> str:
    return f"<{make(subscriber=subscriber.pk, mailing=mailing.pk, purpose='message')}@testserver>"


def ours(subscriber: Subscriber, mailing: Mailing, *, with_id: bool = True) -> str:
    """The headers of our letter, as they come back."""
    token = make(subscriber=subscriber.pk, mailing=mailing.pk)
    lines = [
        "Return-Path: <letters@example.org>",
        "From: Us <letters@example.org>",
        "To: ann@example.org",
        "Subject: What we did this winter",
        f"List-Unsubscribe: <https://testserver/letters/leave/{token}/>,",
        f" <mailto:leave@example.org?subject=leave%20{token}>",
        *([f"Message-ID: {message_id(subscriber, mailing)}"] if with_id else []),
    ]
    return "\n".join(lines)


def postfix(head: str, *, status: str = "5.1.1", action: str = "failed", says: str = "") -> bytes:
    """Postfix, with an RFC 3464 report (text/rfc822-headers)."""
    says = says or f"smtp; 550 {status} <ann@example.org>: Recipient address rejected: User unknown"
    return _crlf(f"""\
Return-Path: <>
From: MAILER-DAEMON@mx.example.org (Mail Delivery System)
Subject: Undelivered Mail Returned to Sender
To: letters@example.org
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status;
    boundary="4ABC.1764100000/mx.example.org"

This is a MIME-encapsulated message.

--4ABC.1764100000/mx.example.org
Content-Description: Notification
Content-Type: text/plain; charset=us-ascii

This is the mail system at host mx.example.org.

--4ABC.1764100000/mx.example.org
Content-Description: Delivery report
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example.org
X-Postfix-Queue-ID: 4ABC
Arrival-Date: Wed, 25 Nov 2026 10:00:00 +0000 (GMT)

Final-Recipient: rfc822; ann@example.org
Original-Recipient: rfc822;ann@example.org
Action: {action}
Status: {status}
Remote-MTA: dns; mail.example.org
Diagnostic-Code: {says}

--4ABC.1764100000/mx.example.org
Content-Description: Undelivered Message Headers
Content-Type: text/rfc822-headers
Content-Transfer-Encoding: 8bit

{head}

--4ABC.1764100000/mx.example.org--
""")


def exchange(head: str) -> bytes:
    """Exchange Online: HTML for people, 5.1.10, our letter whole."""
    return _crlf(f"""\
From: <postmaster@example.onmicrosoft.com>
To: <letters@example.org>
Content-Type: multipart/report; report-type=delivery-status;
\tboundary="c2a9c6b0-2f6f"
Subject: Undeliverable: What we did this winter
Auto-Submitted: auto-replied
MIME-Version: 1.0

--c2a9c6b0-2f6f
Content-Type: multipart/alternative; differences=Content-Type; boundary="77ab"

--77ab
Content-Type: text/plain; charset="us-ascii"

ann wasn't found at example.org.
--77ab--

--c2a9c6b0-2f6f
Content-Type: message/delivery-status

Reporting-MTA: dns;CWLGBR01.prod.outlook.com
Arrival-Date: Wed, 25 Nov 2026 10:00:00 +0000

Final-Recipient: rfc822;ann@example.org
Action: failed
Status: 5.1.10
Diagnostic-Code: smtp;550 5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient not found by SMTP
\taddress lookup

--c2a9c6b0-2f6f
Content-Type: message/rfc822

{head}
Content-Type: text/plain

Hello.

--c2a9c6b0-2f6f--
""")


def gmail(message: str) -> bytes:
    """Gmail: general status, the reason in words, our letter named in its own headers only."""
    return _crlf(f"""\
From: Mail Delivery Subsystem <mailer-daemon@googlemail.com>
To: letters@example.org
Auto-Submitted: auto-replied
Subject: Delivery Status Notification (Failure)
References: {message}
In-Reply-To: {message}
X-Failed-Recipients: ann@example.org
MIME-Version: 1.0
Content-Type: multipart/report; boundary="0000a1"; report-type=delivery-status

--0000a1
Content-Type: text/plain; charset="UTF-8"

** Address not found **

--0000a1
Content-Type: message/delivery-status

Reporting-MTA: dns; googlemail.com
Received-From-MTA: dns; letters@example.org
X-Original-Message-ID: {message}

Final-Recipient: rfc822; ann@example.org
Action: failed
Status: 5.0.0
Remote-MTA: dns; mail.example.org. (192.0.2.1, the server for the domain example.org.)
Diagnostic-Code: smtp; 550 No such user here
Last-Attempt-Date: Wed, 25 Nov 2026 02:00:00 -0800 (PST)

--0000a1--
""")


def qmail(head: str) -> bytes:
    """Older than RFC 3464: everything in one text."""
    return _crlf(f"""\
Return-Path: <>
From: MAILER-DAEMON@old.example.org
To: letters@example.org
Subject: failure notice

Hi. This is the qmail-send program at old.example.org.
I'm afraid I wasn't able to deliver your message to the following addresses.

<ann@example.org>:
Sorry, no mailbox here by that name. (#5.1.1)
550 5.1.1 no mailbox here by that name

--- Below this line is a copy of the message.

{head}

Hello.
""")


def complaint(head: str, kind: str = "abuse") -> bytes:
    """ARF, after the example in RFC 5965, appendix B.2; the address is blacked out, as Yahoo does."""
    return _crlf(f"""\
From: <abusedesk@example.com>
Date: Wed, 25 Nov 2026 17:40:36 EDT
Subject: FW: What we did this winter
To: <letters@example.org>
MIME-Version: 1.0
Content-Type: multipart/report; report-type=feedback-report;
     boundary="part1_13d.2e68ed54_boundary"

--part1_13d.2e68ed54_boundary
Content-Type: text/plain; charset="US-ASCII"
Content-Transfer-Encoding: 7bit

This is an email abuse report for an email message received from IP 192.0.2.1.

--part1_13d.2e68ed54_boundary
Content-Type: message/feedback-report

Feedback-Type: {kind}
User-Agent: SomeGenerator/1.0
Version: 1
Original-Mail-From: <letters@example.org>
Original-Rcpt-To: <redacted@example.com>
Reported-Domain: example.org

--part1_13d.2e68ed54_boundary
Content-Type: message/rfc822
Content-Disposition: inline

{head.replace("ann@example.org", "redacted@example.com")}

Hello.
--part1_13d.2e68ed54_boundary--
""")


def written(subject: str, *headers: str, sender: str = "Ann <ann@example.org>") -> bytes:
    """What a person, or her program, writes to us."""
    head = "\n".join(
        (f"From: {sender}", "To: letters@example.org", f"Subject: {subject}", *headers)
    )
    return _crlf(f"{head}\n\nThank you for this.\n")


def _crlf(text: str) -> bytes:
    return text.replace("\n", "\r\n").encode()
