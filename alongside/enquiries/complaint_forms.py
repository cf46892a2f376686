"""A complaint about what we do with somebody's data."""

from alongside.core.public_fields import email_field, message_field, name_field, phone_field

from .form_fields import way_to_answer
from .forms import Counted
from .words import Details


class ComplaintForm(Counted):
    """Something is wrong with how we treat her data. Only what happened is needed."""

    door = "complaint"

    message = message_field("What happened?")
    wish = message_field("What should happen now?", required=False)
    name = name_field("Your name")
    email = email_field(help_text="Then we also send you a short note that we have your complaint.")
    phone = phone_field()

    def details(self) -> Details:
        told = self.cleaned_data
        return Details(
            name=told["name"],
            answer_by=way_to_answer(told["email"], told["phone"]),
            email=told["email"],
            phone=told["phone"],
        )

    def words(self) -> str:
        told = self.cleaned_data
        if not told["wish"]:
            return str(told["message"])
        return f"{told['message']}\n\nWhat should happen now:\n{told['wish']}"
