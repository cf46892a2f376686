"""What a list of statements rests on, said once when it is the same for all of them."""

from collections.abc import Iterable
from typing import Any

from django import template

register = template.Library()


@register.simple_tag
def shared_label(pages: Iterable[Any]) -> str:
    """The provenance label of all `pages` if they have the same one; otherwise ""."""
    labels = {page.label for page in pages}
    return labels.pop() if len(labels) == 1 else ""
