"""The “call now” block on the pages of this room: who must carry it, and what it shows."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, ClassVar

from django.apps import apps
from django.core.exceptions import ValidationError
from django.db.models.base import ModelState
from wagtail.models import Revision

from .interlock import EMERGENCIES, Emergency, found, overlaps

FIELD = "call_now"


@dataclass(frozen=True)
class Block:
    """One emergency as a page shows it. address: of its own sign, or "" if that is not live."""

    emergency: Emergency
    address: str


def blocks(*texts: str, leave_out: Emergency | None = None) -> list[Block]:
    """The blocks for everything that `texts` come close to. One query if there is any."""
    return with_addresses(e for e in overlaps("\n".join(texts)) if e is not leave_out)


def with_addresses(emergencies: Iterable[Emergency]) -> list[Block]:
    wanted = list(emergencies)
    if not wanted:
        return []
    signs = apps.get_model("signs", "SignPage").objects.live().public()
    codes = [emergency.sign_code for emergency in wanted]
    addresses = {sign.brief_id: sign.url for sign in signs.filter(brief_id__in=codes)}
    return [Block(e, addresses.get(e.sign_code) or "") for e in wanted]


class CallNow:
    """Mix-in of a page with `call_now`: it goes live with words of an emergency only if that is set.

    Wagtail's editor, the workflow, the schedule and publishing many at once all come through
    `full_clean` before anything happens, and once more through `publish`.
    """

    own_word_fields: ClassVar[tuple[str, ...]] = ()
    is_unfinished: bool
    call_now: bool
    _state: ModelState

    def own_words(self) -> str:
        """All that an editor wrote on this page, what search alone reads included."""
        fields = ("title", "seo_title", "search_description", "asked", *self.own_word_fields)
        return "\n".join(str(getattr(self, name) or "") for name in fields)

    def clean(self) -> None:
        super().clean()  # type: ignore[misc]  # of the page
        if not self.is_unfinished:
            self._refuse_without_block()

    def minimal_clean(self) -> None:
        """What Wagtail asks of a draft. One that a program makes carries the block from the start:
        there was no form in which somebody could have been asked.
        """
        super().minimal_clean()  # type: ignore[misc]
        if self._state.adding and "is_unfinished" not in vars(self):
            self.call_now = self.call_now or bool(overlaps(self.own_words()))

    def publish(self, revision: Revision, *args: Any, **kwargs: Any) -> Any:
        """Raises ValidationError before words of an emergency go live without their block."""
        revision.as_object()._refuse_without_block()
        return super().publish(revision, *args, **kwargs)  # type: ignore[misc]

    def _refuse_without_block(self) -> None:
        close = [] if self.call_now else found(self.own_words())
        if close:
            named = ", ".join(f"“{overlap.words}” ({overlap.emergency.name})" for overlap in close)
            raise ValidationError(
                {
                    FIELD: f"These words come close to an emergency: {named}. Tick this box, so that the "
                    "page first tells people to ring. Or change the words. Nothing is published yet."
                }
            )

    def call_now_blocks(self, *also: str, leave_out: Emergency | None = None) -> list[Block]:
        """What stands at the top. also: other words on the page, such as those of patients.

        A page that carries the block by an editor's wish alone shows all of them.
        """
        own = self.own_words() if self.call_now else ""
        if self.call_now and not overlaps(own):
            return with_addresses(EMERGENCIES)
        return blocks(own, *also, leave_out=leave_out)
