"""The stage: founders with an open inbox, and people who have told us something."""

from collections.abc import Callable, Iterator
from itertools import count
from typing import Any

import pytest
from django.core.cache import caches

from alongside.core import sealing
from alongside.experiences import actions
from alongside.experiences.keys import current_key, hold_moderation_key
from alongside.experiences.models import Experience
from alongside.experiences.opening import Opened, open_with_moderation_key
from alongside.experiences.told import AskThisPerson, Contact, Story
from tests.enquiries.conftest import clock, open_inbox  # noqa: F401  (fixtures)
from tests.experiences.sharing import Contributor

Tell = Callable[..., actions.Received]


@pytest.fixture(autouse=True)
def nobody_posted_before() -> None:
    caches["limits"].clear()


@pytest.fixture
def moderation_key(open_inbox: bytes) -> bytes:  # noqa: F811
    """The secret half that opens what people tell us."""
    hold_moderation_key()
    return sealing.open_key(bytes(current_key().for_founders), open_inbox)


@pytest.fixture
def tell(open_inbox: bytes) -> Iterator[Tell]:  # noqa: F811
    """Somebody tells us something: `tell(facts={…}, consents={…}, story={…}, contact={…}, ask={…})`.

    Counting is agreed to unless the test says otherwise.
    """
    numbers = count(1)

    def _tell(*, submission_id: bytes = b"", **told: dict[str, Any]) -> actions.Received:
        consents = {"wording": "test", "count_me": True, **told.get("consents", {})}
        return actions.receive(
            submission_id=submission_id or next(numbers).to_bytes(16, "big"),
            facts=actions.Facts(**told.get("facts", {})),
            consents=actions.Consents(**consents),
            story=Story(**told.get("story", {})),
            contact=Contact(**told.get("contact", {})),
            ask=AskThisPerson(**told.get("ask", {})),
        )

    yield _tell


@pytest.fixture
def opened(moderation_key: bytes) -> Callable[[Experience], Opened]:
    """An experience as a moderator reads it."""
    return lambda experience: open_with_moderation_key(experience, moderation_key)


@pytest.fixture
def contributor(open_inbox, clock, client) -> Contributor:  # noqa: F811
    """Somebody with a browser and a person's pace, in front of an open form."""
    return Contributor(clock, client)
