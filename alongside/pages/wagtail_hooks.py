"""The menu and the footer on the editors' side."""

from typing import Any

from wagtail.permission_policies import ModelPermissionPolicy
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from .models import Menu


class TwoRows(ModelPermissionPolicy):
    """There is one menu and one footer: nobody adds or deletes one, not even a superuser."""

    def user_has_permission(self, user: Any, action: str) -> bool:
        return action not in ("add", "delete") and super().user_has_permission(user, action)

    def user_has_any_permission(self, user: Any, actions: Any) -> bool:
        return any(self.user_has_permission(user, action) for action in actions)


class MenuViewSet(SnippetViewSet):
    """Founders reorder, nest, rename and hide entries. History shows older versions and brings them back."""

    model = Menu
    icon = "list-ul"
    menu_label = "Menu and footer"
    menu_name = "menu-and-footer"
    menu_order = 200
    add_to_admin_menu = True
    list_display = ["__str__"]
    copy_view_enabled = False

    @property
    def permission_policy(self) -> TwoRows:
        return TwoRows(self.model)


register_snippet(MenuViewSet)
