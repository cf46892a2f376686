"""She comes back with her six words. They travel in the page, so that nothing else has to know her."""

from django.http import HttpRequest, HttpResponse

from alongside.core import limits
from alongside.core.limits import TooMany
from alongside.core.public_forms import Notice, PublicForm, public_form, show_form
from alongside.core.receipts import NotAReceipt
from alongside.core.typed_text import clean_text

from .conversation_forms import SixWordsForm
from .conversation_steps import STEPS, Step, draft_of, show
from .models import Conversation
from .opening import NoSuchConversation, Opened, open_with_receipt
from .thanks import certificate_page

NOT_SIX_WORDS = (
    "These are not six words of ours. Are there six of them? Is each one spelled as you wrote it down? "
    "Two wrong letters do no harm; more do."
)
NO_SUCH = (
    "Nothing here has these six words. Is each one spelled as you wrote it down, and in the same "
    "order? If you have two sheets, try the other one."
)


@public_form(in_one_transaction=False)
def conversation(request: HttpRequest) -> HttpResponse:
    """One address for all steps: `do` says which. Without it, six words are asked for.

    Reading takes no lock, and goes on when nothing can be written; each action is one transaction.
    """
    if request.method != "POST":
        return _ask(request, SixWordsForm(request=request))
    step = STEPS.get(request.POST.get("do", ""))
    if step is None:
        return _come_in(request)
    if not (door := SixWordsForm(request=request)).is_from_us:
        # Another site must not lead her into a conversation that somebody else can read.
        door.is_valid()
        return _ask(request, door)
    try:
        return _go(request, step)
    except Conversation.DoesNotExist:  # erased between opening and doing: now it is gone
        return _go(request, step)


def _go(request: HttpRequest, step: Step) -> HttpResponse:
    try:
        opened = _open(request, request.POST.get("receipt", ""))
    except NoSuchConversation as gone:
        return _gone(request, gone)
    except NotAReceipt:
        return _ask(request, _with_error(SixWordsForm(request=request), NOT_SIX_WORDS))
    return step(request, opened)


def _ask(request: HttpRequest, form: PublicForm) -> HttpResponse:
    return show_form(request, "enquiries/six_words.html", form)


def _come_in(request: HttpRequest) -> HttpResponse:
    form = SixWordsForm(request=request)
    if not form.is_valid():
        return _ask(request, form)
    try:
        return show(request, _open(request, form.cleaned_data["receipt"]))
    except TooMany as error:
        form.notice = _slowly(error)
    except NotAReceipt:
        _with_error(form, NOT_SIX_WORDS)
    except NoSuchConversation as gone:
        if gone.erased:
            return certificate_page(request, gone.erased)
        _with_error(form, NO_SUCH)
    return _ask(request, form)


def _open(request: HttpRequest, typed: str) -> Opened:
    """Every way in is counted; a wrong one costs a pause from the fifth on, and locks nobody out.

    Raises TooMany, NotAReceipt, NoSuchConversation.
    """
    attempt = limits.slow_down(request, door="six words")
    try:
        opened = open_with_receipt(clean_text(typed))
    except NoSuchConversation as gone:
        if gone.erased:
            attempt.was_right()
        raise
    attempt.was_right()
    return opened


def _slowly(error: TooMany) -> Notice:
    wait = limits.in_words(error.wait_seconds)
    words = (
        f"Some wrong words were typed, perhaps not by you. Please wait {wait}, then press Open "
        "again. You are not locked out."
    )
    return Notice(words, 429, error.wait_seconds)


def _with_error(form: PublicForm, words: str) -> PublicForm:
    form.is_valid()
    form.add_error("receipt", words)
    return form


def _gone(request: HttpRequest, gone: NoSuchConversation) -> HttpResponse:
    if gone.erased:
        return certificate_page(request, gone.erased, unsent=draft_of(request))
    return _ask(request, _with_error(SixWordsForm(request=request), NO_SUCH))
