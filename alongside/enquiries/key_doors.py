"""The doors of the inbox, under the name by which the screens of the key know them."""

from .permissions import for_founders as for_founders
from .permissions import with_open_inbox as with_open_inbox
