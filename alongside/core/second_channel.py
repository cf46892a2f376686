"""A second way to reach somebody when mail does not: one POST to an address that the operator chose.

Most ways of sending a text message (an SMS gateway, ntfy, Signal, Matrix) can be rung like this. The
text is always one of our own constant sentences: nothing personal leaves the house here.
"""

import http.client
import json
import urllib.error
import urllib.request
from urllib.parse import urlsplit

from django.conf import settings

PATIENCE = 10  # seconds


class NotDelivered(Exception):
    """Nobody can say that it arrived. The words say why, without what the other side answered."""


def is_set() -> bool:
    return bool(settings.ALARM_URL)


def ring(text: str) -> None:
    """POST `{"text": …}` as JSON. Raises NotDelivered.

    Only https, or http to this machine: what is posted must not be read on the way.
    """
    if not is_set():
        raise NotDelivered("ALONGSIDE_ALARM_URL is not set")
    try:
        _post(text)
    except urllib.error.HTTPError as error:
        raise NotDelivered(f"the other side answered {error.code}") from error
    except (OSError, ValueError, http.client.HTTPException) as error:
        raise NotDelivered(type(error).__name__) from error


def _post(text: str) -> None:
    parts = urlsplit(settings.ALARM_URL)
    if parts.scheme != "https" and parts.hostname not in ("127.0.0.1", "localhost", "::1"):
        raise NotDelivered("ALONGSIDE_ALARM_URL must begin with https://")
    headers = {"Content-Type": "application/json"}
    if settings.ALARM_KEY:
        headers["Authorization"] = f"Bearer {settings.ALARM_KEY}"
    request = urllib.request.Request(  # noqa: S310  (the scheme was looked at)
        settings.ALARM_URL, data=json.dumps({"text": text}).encode(), headers=headers
    )
    with urllib.request.urlopen(request, timeout=PATIENCE):  # noqa: S310
        pass
