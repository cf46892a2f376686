"""Forms that anybody may send: no cookie, no session, no puzzle, and nothing that was typed gets lost.

A view:

    @public_form
    def write(request: HttpRequest) -> HttpResponse:
        form = WriteForm(request=request)
        if form.is_valid():
            tell_founders(submission=form.submission_id, **form.cleaned_data)
            return see_other("/thank-you/")
        return show_form(request, "room/write.html", form)

Its template:

    <form class="account" method="post" action="?sent" novalidate data-keep>
    {% include "core/form_guard.html" %}{% include "core/form_errors.html" %}
    {% include "core/form_field.html" with field=form.message %}
    <button class="main-action">{{ form.button }}</button></form>

and `{% block scripts %}` with `alongside/keep_words.js`. `?sent`, because a browser forgets a page when
something is posted to its own address (RFC 9111 §4.4): Back would then find a new page with another
ticket, and pressing again would be a second message. Such a view is never `published`: each page has a
ticket of its own.
"""

from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ImproperlyConfigured
from django.core.validators import MaxLengthValidator
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render

from .installation_key import mark
from .limits import TooMany, client_address, in_words
from .public_posts import public_form, see_other
from .same_origin import Came, where_from
from .tickets import State, Ticket, new_pass, new_ticket, read_pass, read_ticket
from .typed_text import AtMost, clean_text

__all__ = ["Notice", "PublicForm", "public_form", "see_other", "show_form"]

HONEYPOT = "homepage"
"""A field that nobody sees. Whoever fills it in is a machine, or has one that fills in forms for her."""


@dataclass(frozen=True)
class Notice:
    """Why nothing was sent although nothing is wrong with what was typed."""

    words: str
    status: int = 422
    wait_seconds: int = 0


FROM_ANOTHER_SITE = Notice(
    "This was sent from another website, not from our page. Nothing was taken in, and for your safety "
    "the form below is empty. If you wrote something yourself, go back to copy it.",
    403,
)
"""Nothing of what another site sends may stand in our page: not its words, and above all not its ticket.
Whoever knows the ticket of a form can work out the six words that it will give."""


class PublicForm(forms.Form):
    """Fields come clean (`typed_text`), and every text has a `max_length`.

    door: names the form; steps of one conversation share it. button: what its button says. least: time
    in which no person can fill it in. after: the form of the step before; this one is then shown anew,
    with the same ticket. anew: shown empty, with a ticket of its own, whatever was just sent.
    """

    door: ClassVar[str]
    button: ClassVar[str] = "Send"
    not_yet: ClassVar[str] = "Not sent yet"
    least: ClassVar[timedelta] = timedelta(seconds=2)
    use_required_attribute = False  # our own messages say more, and stay on the page

    def __init__(
        self,
        *,
        request: HttpRequest,
        after: "PublicForm | None" = None,
        anew: bool = False,
        **options: Any,
    ) -> None:
        is_sent = request.method == "POST" and after is None and not anew
        self.came = where_from(request) if is_sent else Came.FROM_US
        is_kept = is_sent and self.came is not Came.FROM_ELSEWHERE
        super().__init__(data=_cleaned(request.POST) if is_kept else None, **options)
        self.request = request
        self.notice: Notice | None = FROM_ANOTHER_SITE if is_sent and not is_kept else None
        self.ticket: Ticket = after.ticket if after else new_ticket(self.door)
        self.is_passed: bool = after.is_passed if after else False
        for field in self.fields.values():
            _make_clear(field)

    @property
    def submission_id(self) -> bytes:
        """16 random bytes, the same for every press on the same form. Keep a hash of it only."""
        return self.ticket.id

    def give_new_ticket(self, why: Notice) -> None:
        """Show it once more with all its words: the next press is another sending."""
        self.ticket, self.is_passed, self.notice = new_ticket(self.door), True, why

    @property
    def is_from_us(self) -> bool:
        """Whether it was sent from our page, as far as this browser says (see `_doubt`)."""
        _, _, passed = self._carried
        return self.came is Came.FROM_US or passed == self._sender

    @cached_property
    def _carried(self) -> tuple[Ticket | None, State, str | None]:
        """The ticket that was sent, what it says of the time, and whose pass for it came along."""
        ticket, state = read_ticket(self.door, self._said("ticket"), least=self.least)
        passed = read_pass(self.door, self._said("pass"), ticket) if ticket else None
        return ticket, state, passed

    def count(self) -> None:
        """A room's limit: call `limits.check` here. Asked last, once, when all else is right."""

    def is_valid(self) -> bool:
        return self._is_accepted

    @cached_property
    def _is_accepted(self) -> bool:
        if not self.is_bound:
            return False
        doubt = self._doubt()
        self.is_passed = self.is_passed or doubt is not None
        if not super().is_valid():
            return False
        self.notice = doubt or self._too_many()
        return self.notice is None

    def _doubt(self) -> Notice | None:
        """What speaks against a person on our own page. A pass for this ticket answers most of it."""
        ticket, state, passed = self._carried
        if self.came is Came.FROM_SOMEWHERE and passed != self._sender:
            # Somebody else may have put his ticket here; hers is the new one.
            words = "Your browser did not say that this came from our page."
            return Notice(self._again(words), 403)
        self.ticket = ticket or self.ticket
        self.is_passed = passed is not None
        if state is State.TOO_OLD:
            return Notice(self._again("This page was open for a long time."))
        if passed is None and (state is State.TOO_FAST or self._said(HONEYPOT)):
            return Notice(self._again("Our check took you for a machine. We are sorry."))
        return None

    def _again(self, why: str) -> str:
        return (
            f"{why} Nothing was sent yet, and your words are still here. "
            f"Please press {self.button} again."
        )

    def _too_many(self) -> Notice | None:
        try:
            self.count()
        except TooMany as error:
            words = (
                "Many messages came in a short time, perhaps not from you. Yours is not sent yet, and "
                f"your words are still here. Please wait {in_words(error.wait_seconds)}, then press "
                f"{self.button} again."
            )
            return Notice(words, 429, error.wait_seconds)
        return None

    def _said(self, name: str) -> str:
        return str(self.data.get(name, ""))

    @property
    def _sender(self) -> str:
        """Binds a pass to whoever saw the page, when her browser hides where a form comes from."""
        browser = self.request.headers.get("User-Agent", "")
        return mark(f"{client_address(self.request)} {browser}", purpose="public form").hex()

    # What the templates ask for

    @property
    def pass_for_next_press(self) -> str:
        if not self.is_passed:
            return ""
        hides = self.came is Came.FROM_SOMEWHERE
        return new_pass(self.door, self.ticket, self._sender if hides else "")

    def problems(self) -> list[tuple[str, str]]:
        """For each mistake the id of the field (empty if of no field) and what is wrong."""
        found = [("", str(words)) for words in self.non_field_errors()]
        for field in self:
            first = field.id_for_label or f"{field.auto_id}_0"
            found += [(first, f"{field.label} – {words}") for words in field.errors]
        return found


def show_form(
    request: HttpRequest, template: str, form: PublicForm, **context: Any
) -> HttpResponse:
    """The page with `form`; 422 with mistakes in it, 403 or 429 when it was not taken."""
    begins, status = "", 200
    if form.notice:
        begins, status = f"{form.not_yet}: ", form.notice.status
    elif form.is_bound and form.errors:
        begins, status = "Error: ", 422
    context = {"form": form, "title_begins": begins, **context}
    response = render(request, template, context, status=status)
    if form.notice and form.notice.wait_seconds:
        response["Retry-After"] = str(form.notice.wait_seconds)
    return response


def _cleaned(sent: QueryDict) -> QueryDict:
    clean = QueryDict(mutable=True)
    for name, values in sent.lists():
        clean.setlist(clean_text(name), [clean_text(value) for value in values])
    return clean


def _make_clear(field: forms.Field) -> None:
    """Kind words for the two commonest mistakes, unless the form has words of its own for an empty
    field. The browser must not cut off what is pasted."""
    if field.required and not field.widget.use_fieldset:
        field.widget.attrs["aria-required"] = "true"
    is_choice = isinstance(field, forms.ChoiceField)
    if field.error_messages["required"] == forms.Field.default_error_messages["required"]:
        words = "Please choose one." if is_choice else "Please fill this in."
        field.error_messages["required"] = words
    if isinstance(field, forms.EmailField):
        field.error_messages["invalid"] = "This should look like name@example.org."
    if not isinstance(field, forms.CharField):
        return
    if field.max_length is None:
        raise ImproperlyConfigured(f"“{field.label}” of a public form needs a max_length")
    kept = [one for one in field.validators if not isinstance(one, MaxLengthValidator)]
    field.validators = [*kept, AtMost(field.max_length)]
    field.widget.attrs.pop("maxlength", None)
