"""“Before it goes out”: what the editor of a letter is told, as the letter was last saved."""

from typing import Any

from django.urls import reverse
from wagtail.admin.panels import Panel

from . import letter_checks


class BeforeItGoesOutPanel(Panel):
    """What must be mended, what is worth a look, and the way to the check of links."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "newsletter/admin/before_it_goes_out.html"

        class Media:
            css = {"all": ["alongside/admin/admin.css"]}

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            context: dict[str, Any] = super().get_context_data(parent_context)
            if not self.instance.pk:
                return context | {"is_new": True}
            found = letter_checks.findings(self.instance)
            return context | {
                "stops": [finding.words for finding in found if finding.stops],
                "tells": [finding.words for finding in found if not finding.stops],
                "check_url": reverse("check_letter", args=[self.instance.pk]),
            }
