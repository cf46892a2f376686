"""The card “Signs to know”: a sheet for the fridge and a card for the wallet, a tagged PDF (PDF/UA-1).

The words are those of the fixed emergencies (`interlock`). They travel to Typst as JSON, never as Typst
source. The label is the weakest that holds for all of their signs.
"""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from django.utils import timezone

from alongside.core.json_ld import address_of
from alongside.core.mail.writing import site_name
from alongside.core.models import NOT_YET_CHECKED
from alongside.core.typesetting import accessible_pdf

from .interlock import EMERGENCIES
from .models import SignPage, SignsPage, Urgency

TEMPLATE = Path(__file__).with_suffix(".typ")
CODES = [emergency.sign_code for emergency in EMERGENCIES]


def card_data(page: SignsPage) -> dict[str, Any]:
    """What the template is given: text only."""
    live = SignPage.objects.descendant_of(page).live().public().prefetch_related("reviews")
    signs = [sign for sign in live if sign.is_findable]
    changed = max((s.last_published_at for s in signs if s.last_published_at), default=None)
    day = timezone.localtime(changed or timezone.now())
    others = [s.title for s in signs if s.is_emergency and s.code not in CODES]
    return {
        "title": "Signs to know",
        "site": site_name(),
        "address": address_of(page),
        "changed": [day.year, day.month, day.day],
        "label": card_label([sign for sign in signs if sign.code in CODES]),
        "emergencies": [
            {"name": e.name, "when": e.when, "do": e.do, "is_999": e.do.startswith("Call 999")}
            for e in EMERGENCIES
        ],
        "others": others,
        "same_day": [s.title for s in signs if s.urgency == Urgency.SAME_DAY],
    }


def card_label(signs: list[SignPage]) -> str:
    """What the words rest on, and who checked them."""
    sources = {source.pk for sign in signs for source in sign.source_list}
    unsourced = not signs or any(s.general_knowledge or not s.source_list for s in signs)
    named = f"From {len(sources)} named clinical sources" if sources else ""
    partly = "part of it is general knowledge, not yet sourced" if named else (
        "General knowledge, not yet sourced"
    )  # fmt: skip
    basis = "; ".join(filter(None, (named, partly if unsourced else "")))
    checked = {sign.review_label for sign in signs if sign.review}
    all_checked = bool(signs) and all(sign.review for sign in signs)
    return f"{basis}. {' '.join(sorted(checked)) if all_checked else NOT_YET_CHECKED}"


def make_card(page: SignsPage) -> bytes:
    """The card as a PDF. The same words make the same bytes. Raises typst.TypstError."""
    data = card_data(page)
    year, month, day = data["changed"]
    return accessible_pdf(TEMPLATE, data, changed=datetime(year, month, day, tzinfo=UTC))
