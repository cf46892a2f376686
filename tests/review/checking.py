"""How a reviewer approves a page on the screen that is made for it."""

from typing import Any

from django.urls import reverse

from alongside.answers.models import AnswerPage
from alongside.core.review import token


def fresh(page: Any) -> AnswerPage:
    """The page as it is in the database now."""
    return AnswerPage.objects.get(pk=page.pk)


def approve(page: Any, reviewer: Any, signed_in: Any) -> Any:
    """Open the newest words, press Approve, follow where it leads."""
    page = fresh(page)
    address, seen = reverse("check_page", args=[page.pk]), token(page.latest_revision)
    return signed_in(reviewer).post(address, {"press": "approve", "seen": seen}, follow=True)
