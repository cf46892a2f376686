"""How a member of staff says, on her account page, how she wants to be named under pages she checked."""

from django import forms
from wagtail import hooks
from wagtail.admin.views.account import BaseSettingsPanel

from .models import User


class ShownNameForm(forms.ModelForm[User]):
    """Name and role as readers will see them."""

    class Meta:
        model = User
        fields = ("shown_name", "shown_role")


@hooks.register("register_account_settings_panel")
class ShownNamePanel(BaseSettingsPanel):
    name = "shown"
    title = "Your name under pages that you checked"
    order = 150
    form_class = ShownNameForm
