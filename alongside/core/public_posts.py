"""How a public form arrives: read whole, answered in one transaction, kept by no cache."""

import logging
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial, wraps
from typing import Any

from django.core.exceptions import (
    BadRequest,
    RequestDataTooBig,
    TooManyFieldsSent,
    TooManyFilesSent,
)
from django.core.files.uploadhandler import MemoryFileUploadHandler
from django.db import Error as DatabaseFails
from django.db import transaction
from django.http import HttpRequest, HttpResponse, UnreadablePostError
from django.http.multipartparser import MultiPartParserError
from django.shortcuts import render, resolve_url
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from .limits import TooMany, in_words
from .typed_text import clean_text

logger = logging.getLogger("alongside.forms")

View = Callable[..., HttpResponse]
TOO_LARGE = (RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent)


def public_form(view: View | None = None, *, in_one_transaction: bool = True) -> Any:
    """Decorator: reads the whole form, then runs the view in one transaction; no CSRF cookie.

    What was sent comes from another site? `PublicForm.is_valid` refuses it. Answers to a POST are kept
    by no cache; a form that is too large, or that broke off on the way, gets a page that says so. When
    the database fails, a page that needs none gives back all that was typed, to be sent again.

    in_one_transaction: False for a view whose action has a transaction of its own; then only the action
    holds the one write lock, and not the checks before it and the page after it.
    """
    if view is None:
        return partial(public_form, in_one_transaction=in_one_transaction)
    run = transaction.atomic(view) if in_one_transaction else view

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.method != "POST":
            response = view(request, *args, **kwargs)
            # Not `no-store`: going back must find the page with what was typed in it.
            response.headers.setdefault("Cache-Control", "private, no-cache")
            return response
        response = _read(request) or _run(run, request, *args, **kwargs)
        response["Cache-Control"] = "no-store"
        return response

    safe: Any = csrf_exempt(require_http_methods(["GET", "HEAD", "POST"])(guarded))
    safe.opens_transaction = True  # see core.middleware.AtomicWrites
    return safe


def _run(run: View, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
    try:
        return run(request, *args, **kwargs)
    except TooMany as error:
        response = _stopped(request, "wait", 429, wait=in_words(error.wait_seconds))
        response["Retry-After"] = str(error.wait_seconds)
        return response
    except DatabaseFails as error:
        # The class alone: what a database says may repeat what was typed.
        logger.error("A form was not kept: the database fails (%s).", type(error).__name__)
        typed = list(_typed(request))
        return render(request, "core/form_not_kept.html", {"typed": typed}, status=503)


@dataclass(frozen=True)
class Typed:
    """One value of a form that has to be sent again; long ones are shown, so that they can be copied."""

    name: str
    value: str

    @property
    def is_long(self) -> bool:
        return "\n" in self.value or (" " in self.value and len(self.value) > 60)


def _typed(request: HttpRequest) -> Iterator[Typed]:
    for name, values in request.POST.lists():
        yield from (Typed(clean_text(name), clean_text(value)) for value in values)


def _read(request: HttpRequest) -> HttpResponse | None:
    """Read the form, or say why it cannot be read.

    All of it before the transaction begins: a slow connection must not hold the one write lock. No
    file is taken; one that is sent all the same never reaches the disk.
    """
    request.upload_handlers = [MemoryFileUploadHandler(request)]
    try:
        # A connection that broke off looks like a short form. Half a message would count as sent.
        if len(request.body) < int(request.META.get("CONTENT_LENGTH") or 0):
            return _stopped(request, "broken", 400)
        request.POST  # noqa: B018  (reads it)
    except TOO_LARGE:
        return _stopped(request, "long", 413)
    except (UnreadablePostError, MultiPartParserError, BadRequest):
        return _stopped(request, "broken", 400)
    return None


def _stopped(request: HttpRequest, why: str, status: int, **context: Any) -> HttpResponse:
    return render(request, "core/form_stopped.html", {"why": why, **context}, status=status)


def see_other(to: Any) -> HttpResponse:
    """303: the browser goes on to `to`, and reloading does not send again (RFC 9110 §15.4.4)."""
    response = HttpResponse(status=303)
    response["Location"] = resolve_url(to)
    return response
