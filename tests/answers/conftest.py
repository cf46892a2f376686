"""A new answer, made as the editor makes it."""

from collections.abc import Callable
from typing import Any

import pytest

from alongside.answers.models import AnswerGroup, AnswerPage, AnswersPage
from alongside.core.models import Source

MakeAnswer = Callable[..., AnswerPage]


def fact(text: str, *sources: Source, general_knowledge: bool = False) -> dict[str, Any]:
    """A fact as it stands in the stream. `text` is HTML of one line."""
    value = {
        "text": f"<p>{text}</p>",
        "sources": [source.pk for source in sources],
        "general_knowledge": general_knowledge or not sources,
    }
    return {"type": "fact", "value": value}


@pytest.fixture
def make_answer(db: None) -> MakeAnswer:
    """A function that publishes an answer with the given facts, minute and other fields."""

    def make(
        facts: list[dict[str, Any]], minute: str = "Plain words.", **fields: Any
    ) -> AnswerPage:
        page = AnswerPage(
            title=fields.pop("title", "A new question?"),
            slug=fields.pop("slug", "a-new-question"),
            group=AnswerGroup.objects.first(),
            sentence=fields.pop("sentence", "The answer in one sentence."),
            sentence_rests_on="1",
            minute=[{"type": "statement", "value": {"text": f"<p>{minute}</p>", "rests_on": "1"}}],
            facts=facts,
            **fields,
        )
        AnswersPage.objects.get().add_child(instance=page)
        page.save_revision().publish()
        return AnswerPage.objects.get(pk=page.pk)

    return make
