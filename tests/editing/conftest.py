import pytest

from alongside.answers.models import AnswerPage


@pytest.fixture
def answer(db: None) -> AnswerPage:
    return AnswerPage.objects.get(brief_id="Q01")
