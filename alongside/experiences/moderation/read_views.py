"""Open one experience.

Opening is a press (POST) and leaves a line in the log. The address of an experience (GET) changes nothing,
and shows her words only to who has such a line.
"""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_POST, require_safe

from alongside.accounts.permissions import signed_in
from alongside.core.numbers import read_number
from alongside.experiences import actions
from alongside.experiences.permissions import for_moderators, with_open_experiences

from .desk import find, just_decided, show_as_far_as_open, to_page, was_taken_back


@require_safe
@for_moderators
def experience(request: HttpRequest, pk: int) -> HttpResponse:
    """The facts; her words too, once they are open and she has opened them."""
    if gone := was_taken_back(request, pk):
        return gone
    return show_as_far_as_open(request, find(pk), before=just_decided(request))


@require_POST
@with_open_experiences
def open_one(request: HttpRequest, *, secret: bytes) -> HttpResponse:
    """Pressed in a list."""
    pk = read_number(request.POST.get("experience", ""))
    if gone := was_taken_back(request, pk):
        return gone
    one = find(pk)
    actions.mark_opened(experience=one, by=signed_in(request))
    return to_page(one)
