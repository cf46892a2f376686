"""What stands in the editor beside the words: questions of the word list, and how the words read."""

from typing import Any

from django.urls import reverse
from wagtail.admin.panels import Panel

from .forms import AS_IT_IS
from .readability import OLDEST_READER
from .reading import readings_of, summary


class QuestionsPanel(Panel):
    """The words to avoid, and the tick box "Publish it as it is". Seen only when there is a question."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "core/admin/panels/questions.html"

        def is_shown(self) -> bool:
            return bool(super().is_shown() and getattr(self.form, "questions", ()))

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            context: dict[str, Any] = super().get_context_data(parent_context)
            return {**context, "questions": self.form.questions, "name": AS_IT_IS}


class ReadingPanel(Panel):
    """Reading age and long sentences of each text: as saved, and with JavaScript as it is typed."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "core/admin/panels/reading.html"

        class Media:
            js = ["alongside/admin/reading.js"]
            css = {"all": ["alongside/admin/admin.css"]}

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            context: dict[str, Any] = super().get_context_data(parent_context)
            found = readings_of(self.instance)
            return {
                **context,
                "readings": found,
                "summary": summary(found),
                "oldest_reader": OLDEST_READER,
                "url": self._url(),
            }

        def _url(self) -> str:
            if self.instance.pk:
                return reverse("reading", args=[self.instance.pk])
            meta, parent = self.instance._meta, self.form.parent_page
            return reverse("reading_new", args=[meta.app_label, meta.model_name, parent.pk])
