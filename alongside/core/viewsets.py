"""The library of sources on the editors' side."""

import django_filters
from django.utils import timezone
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.snippets.views.chooser import SnippetChooserViewSet
from wagtail.snippets.views.snippets import SnippetViewSet

from .models import Source


class SourceFilter(WagtailFilterSet):
    """Shows what is to be read again."""

    recheck = django_filters.ChoiceFilter(
        label="To be read again",
        choices=[("due", "Due now"), ("later", "Later"), ("never", "No date")],
        method="by_recheck",
    )

    class Meta:
        model = Source
        fields = ["recheck"]

    def by_recheck(self, sources, name, value):  # type: ignore[no-untyped-def]
        today = timezone.localdate()
        if value == "due":
            return sources.filter(recheck_on__lte=today)
        if value == "later":
            return sources.filter(recheck_on__gt=today)
        return sources.filter(recheck_on=None)


class NewSourceForm(WagtailAdminModelForm):
    """A source that is added while somebody writes. Its short name is made from its title."""

    class Meta(WagtailAdminModelForm.Meta):
        model = Source
        fields = ("organisation", "title", "url", "read_on", "recheck_on")


class SourceChooser(SnippetChooserViewSet):
    """Picks a source by any word of it, or adds one without leaving the page."""

    choose_one_text = "Choose a source"
    choose_another_text = "Choose another source"
    creation_form_class = NewSourceForm


class SourceViewSet(SnippetViewSet):
    model = Source
    icon = "link"
    menu_label = "Sources"
    menu_name = "sources"
    menu_order = 300
    add_to_admin_menu = True
    list_display = ["__str__", "read_on", "recheck_on"]
    list_per_page = 50
    search_fields = ["organisation", "title", "key", "url"]
    search_backend_name = None
    filterset_class = SourceFilter
    chooser_viewset_class = SourceChooser
    chooser_per_page = 20
    copy_view_enabled = False
