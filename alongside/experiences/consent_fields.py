"""What she agrees to and wishes for, when she tells us and whenever she comes back."""

from typing import Any

from django import forms

from alongside.core.public_fields import FollowsUp, email_field

from . import consent
from .questions import Wish
from .share_fields import line_of, one_of
from .told import AskThisPerson, Contact


class ConsentFields(FollowsUp):
    """Three consents, each for itself, none ticked for her; and what becomes of it after her death."""

    count_me = forms.BooleanField(label=consent.COUNT.tick, required=False)
    quote_me = forms.BooleanField(label=consent.QUOTE.tick, required=False)
    write_back = forms.BooleanField(label=consent.WRITE_BACK.tick, required=False)
    email = email_field()
    contact_name = line_of(
        "What shall we call you?", most=120, help_text="Any name that you like, or none."
    )
    wish = one_of("What shall become of my words after I have died?", Wish.choices)
    ask_name = line_of("Who is it?", most=120)
    ask_reach = line_of(
        "How do we reach this person?",
        most=200,
        help_text="A telephone number or an e-mail address. Please tell this person about it.",
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["email"].widget.attrs["placeholder"] = " "

    def clean(self) -> dict[str, Any]:
        told: dict[str, Any] = super().clean() or self.cleaned_data
        if told.get("write_back"):
            self.ask_for("email", "Please write your e-mail address, or take the tick away above.")
        else:
            self.drop("email", "contact_name")
        if told.get("wish") == Wish.ASK:
            self.ask_for("ask_reach", "Please write how we reach this person, or choose another.")
        else:
            self.drop("ask_name", "ask_reach")
        return told

    def contact(self) -> Contact:
        return Contact(name=self.cleaned_data["contact_name"], email=self.cleaned_data["email"])

    def ask(self) -> AskThisPerson:
        told = self.cleaned_data
        return AskThisPerson(name=told["ask_name"], reach=told["ask_reach"])
