"""Who may do what with letters: editors write them; founders send them, and see who gets them."""

from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse

from alongside.accounts import second_step
from alongside.accounts.permissions import (
    View,
    can_send_letters,
    can_write,
    private_view,
)

for_writers = private_view(can_write)
"""Decorator: founders and editors: the words of a letter, and what became of it."""
for_senders = private_view(can_send_letters)
"""Decorator: founders: sending, and people."""


def asks_again(view: View) -> View:
    """Decorator: only founders, and only if she showed within five minutes that it is she."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not second_step.is_fresh(request):
            return second_step.ask_again(request)
        return view(request, *args, **kwargs)

    return for_senders(guarded)
