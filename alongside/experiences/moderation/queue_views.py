"""The list of experiences; opening and locking what people wrote."""

from django.core.paginator import Paginator
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST, require_safe

from alongside.accounts import audit, open_keys
from alongside.accounts.permissions import signed_in
from alongside.core import limits
from alongside.core.passphrases import WrongPassphrase
from alongside.experiences import keys
from alongside.experiences.figures import moderation_figures
from alongside.experiences.models import Experience, UnlockedExperiences
from alongside.experiences.permissions import for_moderators

from .desk import just_decided
from .door import after, door, door_words
from .queue import FIRST, LISTS, being_read, in_list, rows_of

ON_ONE_PAGE = 25
WRONG = "This does not open it. Please look at each word, and try again."


@require_safe
@for_moderators
def queue(request: HttpRequest) -> HttpResponse:
    """One of the lists, 25 a page. Facts only, so it can be seen while the words are locked."""
    show = request.GET.get("show", FIRST)
    show = show if show in LISTS else FIRST
    page = Paginator(in_list(show, user=request.user), ON_ONE_PAGE).get_page(request.GET.get("p"))
    figures = moderation_figures()
    shown = {
        "show": show,
        "lists": _lists(figures.by_state, figures.urgent),
        "title": LISTS[show],
        "figures": figures,
        "page_obj": page,
        "rows": rows_of(list(page)),
        "reading_now": being_read(user=request.user),
        "before": just_decided(request),
        "has_any": bool(figures.by_state),
    }
    if keys.moderation_secret(request) is None:
        shown |= door_words(request)
    return render(request, "experiences/moderation/queue.html", shown)


def _lists(by_state: dict[str, int], urgent: int) -> list[tuple[str, str, int]]:
    """(name, label, how many) for the row of buttons above."""
    state = Experience.State
    count = {
        "waiting": by_state.get(state.WAITING, 0),
        "urgent": urgent,
        "asked": by_state.get(state.ASKED, 0),
        "accepted": by_state.get(state.ACCEPTED, 0),
        "not-used": by_state.get(state.DECLINED, 0),
    }
    return [(name, label, count.get(name, 0)) for name, label in LISTS.items()]


@require_POST
@sensitive_post_parameters("passphrase")
@for_moderators
def unlock(request: HttpRequest) -> HttpResponse:
    """A moderator's passphrase opens the words in this browser; founders open them with their inbox."""
    user = signed_in(request)
    try:
        attempt = limits.slow_down(request, door="experiences")
        secret = keys.unlock(user=user, passphrase=request.POST.get("passphrase", ""))
    except limits.TooMany as error:
        wait = limits.in_words(error.wait_seconds)
        return door(request, problem=f"That was often. Please wait {wait}.", status=429)
    except WrongPassphrase:
        return door(request, problem=WRONG, status=422)
    except keys.NotLetIn:
        return door(request)
    attempt.was_right()
    response = redirect(after(request))
    with transaction.atomic():
        key = keys.current_key()
        open_keys.keep_open(
            request, response, model=UnlockedExperiences, cookie=keys.COOKIE, secret=secret,
            user=user, key=key,
        )  # fmt: skip
        audit.record(actor=user, action="experiences.unlocked", target=f"user:{user.pk}")
    return response


# Finding out whether a passphrase is right takes half a second: nobody else shall wait to write.
unlock.opens_transaction = True  # type: ignore[attr-defined]


@require_POST
@for_moderators
def lock(request: HttpRequest) -> HttpResponse:
    """Nobody reads them in this browser until the passphrase is typed again."""
    response = redirect("experiences")
    open_keys.lock(request, response, model=UnlockedExperiences, cookie=keys.COOKIE)
    return response
