"""The real thing: `alongside run` with its two warm server processes, on a copy of the site."""

from collections.abc import Iterator

import pytest

from tests.served_site import ServedSite, served_site


@pytest.fixture(scope="module")
def site() -> Iterator[ServedSite]:
    with served_site(warm=True) as served:
        yield served
