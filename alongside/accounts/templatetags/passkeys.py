"""Whether a passkey can be used at the address that this browser has asked for."""

from ipaddress import ip_address

from django import template
from django.http import HttpRequest

register = template.Library()


@register.filter
def takes_passkeys(request: HttpRequest) -> bool:
    """False at a number like 127.0.0.1: a passkey belongs to a name (W3C WebAuthn Level 2, 5.1.2)."""
    host = request.get_host()
    name = host.partition("]")[0].lstrip("[") if host.startswith("[") else host.partition(":")[0]
    try:
        ip_address(name)
    except ValueError:
        return True
    return False
