"""Forms of the editors' side."""

from dataclasses import dataclass
from typing import Any

from django import forms
from wagtail.admin.forms import WagtailAdminPageForm

from .texts import texts_of
from .words import Avoided, words_to_avoid

ASKS_BEFORE = ("action-publish", "action-submit", "action-restart-workflow")
"""Names of the buttons that take words out of the editor's own hands."""

AS_IT_IS = "publish-as-it-is"
"""Name of the tick box. It is a plain field of the page's form, so that every button sends it."""


class ApprovalForm(forms.Form):
    """Approving outside the editor: `seen` names the words that stood on the reviewer's screen."""

    seen = forms.CharField(widget=forms.HiddenInput)
    comment = forms.CharField(label="Comment", required=False, widget=forms.Textarea({"rows": 2}))


@dataclass(frozen=True)
class Question:
    """A word to avoid, and where it stands."""

    label: str
    written: str
    avoided: Avoided

    def __str__(self) -> str:
        return (
            f"{self.label}: “{self.written}”. Instead: {self.avoided.instead}. "
            f"Why: {self.avoided.why}"
        )


def questions_about(page: Any) -> list[Question]:
    """One question for each word to avoid in each text of `page`; none about quotations."""
    words = words_to_avoid()
    found = []
    for text in texts_of(page):
        if not text.is_quote:
            for word in words.find(text.text):
                found.append(Question(text.label, text.text[word.start : word.end], word.avoided))
    return list(dict.fromkeys(found))


class SitePageForm(WagtailAdminPageForm):
    """Of every public page. Asks about words to avoid before a page leaves the editor's hands."""

    questions: tuple[Question, ...] = ()

    def _post_clean(self) -> None:
        # Not in `clean`: the page has its new words only now. The texts are looked at only if all
        # else is right, because a text with another mistake in it did not reach the page.
        self.instance.is_unfinished = self.is_deferred_validation
        super()._post_clean()
        if self.errors or not any(self.data.get(name) for name in ASKS_BEFORE):
            return
        if self.data.get(AS_IT_IS):
            return
        self.questions = tuple(questions_about(self.instance))
        if self.questions:
            self.add_error(
                None,
                "Nothing is published yet, and nothing is lost. The word list has a question: "
                "please look at the top of the page.",
            )
