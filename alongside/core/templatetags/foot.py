"""What the rooms put at the foot of every page."""

from django import template

from alongside.core import foot

register = template.Library()


@register.simple_tag
def foot_pieces() -> list[str]:
    """Names of templates (`core.foot`)."""
    return foot.pieces()
