"""A founder renames a group of questions and puts it elsewhere; readers see it at once."""

import pytest
from django.urls import reverse

from alongside.answers.models import AnswerGroup, AnswersPage
from alongside.core import edition
from tests.editor_form import form_of

pytestmark = pytest.mark.django_db


def test_a_renamed_group_moves_to_the_front(founder, editor, reader, signed_in):
    page = AnswersPage.objects.get()
    last = page.groups()[-1][0]
    before = edition.current()
    address = reverse("wagtailsnippets_answers_answergroup:edit", args=[last.pk])
    words = form_of(last, name="Asked first of all", sort_order="0")
    AnswerGroup.objects.exclude(pk=last.pk).filter(sort_order=0).update(sort_order=1)

    signed_in(editor).post(address, words)
    assert "Asked first of all" not in reader.get(page.url).content.decode()
    signed_in(founder).post(address, words)
    assert page.groups()[0][0].name == "Asked first of all"
    assert "Asked first of all" in reader.get(page.url).content.decode()
    assert edition.current() == before + 1


def test_a_group_with_questions_is_not_deleted(founder, signed_in):
    group = AnswersPage.objects.get().groups()[0][0]
    empty = AnswerGroup.objects.create(key="empty", name="Empty")
    client = signed_in(founder)
    for one in (group, empty):
        client.post(reverse("wagtailsnippets_answers_answergroup:delete", args=[one.pk]))
    assert AnswerGroup.objects.filter(pk=group.pk).exists()
    assert not AnswerGroup.objects.filter(pk=empty.pk).exists()
