"""The first screen after signing in: what waits for whom."""

from typing import Any

from django.utils import timezone
from wagtail.admin.ui.components import Component

from . import due

FIRST = 5


class WaitingPanel(Component):
    """Pages that the reviewers were asked to check."""

    name = "waiting_for_review"
    template_name = "core/admin/home_waiting.html"
    order = 100

    class Media:
        css = {"all": ["alongside/admin/admin.css"]}

    def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
        waiting = due.pages_waiting()
        return {"waiting": waiting[:FIRST], "count": len(waiting)}


class DuePanel(Component):
    """Pages and sources that are due to be checked again: how many, and the first five."""

    name = "checks_due"
    template_name = "core/admin/home_due.html"
    order = 110

    def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
        today = timezone.localdate()
        pages = due.pages_due(today=today)
        return {
            "pages": pages[:FIRST],
            "count": len(pages),
            "sources": due.sources_due(today=today).count(),
        }
