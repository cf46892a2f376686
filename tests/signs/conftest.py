"""The stage of this room: a release that no collation made, and the pages around it."""

from collections.abc import Callable

import pytest

from alongside.signs.actions import publish_release
from alongside.signs.models import BeingHeardPage, MethodPage
from alongside.signs.releases import Release

from .example_figures import example_figures
from .pages_of_figures import pages_of_figures

Publish = Callable[..., Release]


@pytest.fixture
def being_heard(db: None) -> BeingHeardPage:
    return pages_of_figures()[0]


@pytest.fixture
def method_page(db: None) -> MethodPage:
    return pages_of_figures()[1]


@pytest.fixture
def publish(being_heard: BeingHeardPage) -> Publish:
    """Publish figures: the example ones unless the test gives its own."""

    def _publish(*more: object, is_made_up: bool = False) -> Release:
        figures = example_figures(*more)
        return publish_release(figures=figures, method="1.0", is_made_up=is_made_up)

    return _publish
