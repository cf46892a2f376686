"""Groups of questions on the editors' side."""

from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from .models import AnswerGroup


class AnswerGroupViewSet(SnippetViewSet):
    """The headings under which questions stand."""

    model = AnswerGroup
    icon = "list-ul"
    menu_label = "Groups of questions"
    menu_name = "answer-groups"
    menu_order = 310
    add_to_admin_menu = True
    list_display = ["name", "sort_order"]
    copy_view_enabled = False


register_snippet(AnswerGroupViewSet)
