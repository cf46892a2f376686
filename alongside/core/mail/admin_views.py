"""The page about mail: what is in trouble and why, try again, stop, a test mail.

Shows the words of a mail only where no mail server is set, because there nobody else gets them.
"""

import email.policy
from email import message_from_bytes
from email.message import EmailMessage
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe
from wagtail.admin.auth import permission_required

from alongside.core.numbers import read_number

from . import actions, files, troubles
from .addresses import BadAddress
from .models import OutboxMessage, State
from .transports import FILES

PERMISSION = "core.view_outboxmessage"
ON_ONE_PAGE = 25
TEST = "core.test"


@require_http_methods(["GET", "HEAD", "POST"])
@permission_required(PERMISSION)
def mail(request: HttpRequest) -> HttpResponse:
    """How mail is doing; a POST names what was pressed: `test`, `again`, `again-all` or `stop`."""
    if request.method == "POST":
        return _press(request)
    counts = dict.fromkeys(State.values, 0)
    counts |= dict(OutboxMessage.objects.values_list("state").annotate(Count("pk")).order_by())
    troubled = OutboxMessage.objects.in_trouble().order_by("first_due_at", "pk")
    page = Paginator(troubled, ON_ONE_PAGE).get_page(request.GET.get("p"))
    shown = {
        "counts": counts,
        "page_obj": page,
        "rows": [(row, _why(row)) for row in page],
        "test": _test_mail(request),
        "in_files": settings.MAIL_TRANSPORT == FILES,
    }
    return render(request, "core/admin/mail.html", shown)


def _press(request: HttpRequest) -> HttpResponse:
    pressed = request.POST.get("press")
    if pressed == "test":
        return _send_test(request)
    if pressed == "again-all":
        count = actions.try_again()
        messages.success(request, f"{count} will be tried again within a minute.")
        return redirect("mail")
    number = request.POST.get("mail", "")
    row = get_object_or_404(OutboxMessage, pk=read_number(number))
    if pressed == "again" and actions.try_again(row):
        messages.success(request, f"Mail {row.pk} will be tried again within a minute.")
    elif pressed == "stop" and actions.stop(row):
        messages.success(request, f"Mail {row.pk} is stopped. Its words are forgotten.")
    else:
        messages.warning(request, f"Nothing was done: mail {row.pk} has moved on, or is too old.")
    return redirect("mail")


def _send_test(request: HttpRequest) -> HttpResponse:
    """The same way as all mail: into the outbox, then the worker. The page says what became of it."""
    address = f"{settings.WAGTAILADMIN_BASE_URL}{reverse('mail')}"
    when = f"{timezone.localtime():%H:%M on %-d %B %Y}"
    try:
        row = actions.put_in_outbox(
            to=getattr(request.user, "email", ""),
            template="core/mail/test.txt",
            context={"when": when, "address": address},
            kind=TEST,
            private=False,
            reference=f"test:{request.user.pk}",
        )
    except BadAddress:
        messages.error(request, "Your account has no e-mail address that mail can be sent to.")
        return redirect("mail")
    return redirect(f"{reverse('mail')}?test={row.pk}")


def _test_mail(request: HttpRequest) -> dict[str, Any] | None:
    """Her test mail, if she has just sent one."""
    number = request.GET.get("test", "")
    own = OutboxMessage.objects.about(f"test:{request.user.pk}").filter(kind=TEST)
    row = own.filter(pk=read_number(number)).first()
    return {"row": row, "why": _why(row)} if row else None


def _why(row: OutboxMessage) -> str:
    """Why it is not sent yet, in words."""
    if row.problem:
        return troubles.in_words(row.problem)
    if row.state == State.SENDING:
        return "the worker stopped while it sent this; it is sent again after ten minutes"
    return "the worker did not come by"


@require_safe
@permission_required(PERMISSION)
def mail_files(request: HttpRequest) -> HttpResponse:
    """What was written to files instead of being sent, the newest first."""
    _only_without_server()
    page = Paginator(files.mail_files(), ON_ONE_PAGE).get_page(request.GET.get("p"))
    shown = {"page_obj": page, "mails": [(path.name, _read(path)) for path in page]}
    return render(request, "core/admin/mail_files.html", shown)


@require_safe
@permission_required(PERMISSION)
def mail_file(request: HttpRequest, name: str) -> HttpResponse:
    """One of them: its plain text."""
    _only_without_server()
    path = files.find_file(name)
    if path is None:
        raise Http404
    found = _read(path)
    text = found.get_body(("plain",))
    shown = {"mail": found, "text": text.get_content() if text else ""}
    return render(request, "core/admin/mail_file.html", shown)


def _only_without_server() -> None:
    if settings.MAIL_TRANSPORT != FILES:
        raise Http404


def _read(path: Path) -> EmailMessage:
    return message_from_bytes(path.read_bytes(), policy=email.policy.default)
