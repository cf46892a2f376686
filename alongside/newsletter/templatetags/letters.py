"""What the pages of letters say in words."""

from django import template

from alongside.newsletter.letter_content import when

register = template.Library()
register.simple_tag(when, name="when")
