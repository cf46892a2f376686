"""More of the cast: `writer` may write and check; `colleague` may too, and wrote nothing yet."""

from typing import Any

import pytest
from django.contrib.auth.models import Group

from alongside.accounts.models import User
from alongside.answers.models import AnswerPage
from alongside.core.actions import ask_for_review
from tests.editor_form import press


def _writer_and_reviewer(username: str, shown_name: str) -> User:
    user = User.objects.create_user(
        username=username, email=username, shown_name=shown_name, shown_role="oncology nurse"
    )
    user.groups.set(Group.objects.filter(name__in=["Editors", "Reviewers"]))
    return user


@pytest.fixture
def writer(db: None) -> User:
    return _writer_and_reviewer("writer@example.org", "Wilma Writer")


@pytest.fixture
def colleague(db: None) -> User:
    return _writer_and_reviewer("colleague@example.org", "Cora Colleague")


@pytest.fixture
def answer(db: None) -> AnswerPage:
    return AnswerPage.objects.get(brief_id="Q01")


@pytest.fixture
def waiting(answer: AnswerPage, writer: User, signed_in: Any) -> AnswerPage:
    """A page that `writer` changed and sent to the reviewers."""
    press(
        signed_in(writer), answer, "submit", sentence="It can be treated, not cured. Wilma says so."
    )
    return AnswerPage.objects.get(pk=answer.pk)


@pytest.fixture
def as_it_is(answer: AnswerPage, editor: User) -> AnswerPage:
    """A page of the pack that waits for a reviewer, with not a word changed."""
    assert ask_for_review(answer, editor)
    return AnswerPage.objects.get(pk=answer.pk)
