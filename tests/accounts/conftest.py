import pytest
from django.core.cache import cache

from tests.signing_in import give_app


@pytest.fixture(autouse=True)
def no_limits_from_before():
    """Limits and used codes are in the cache, which no transaction rolls back."""
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def committed(django_capture_on_commit_callbacks):
    """`with committed():` what happens after the commit (mail, allauth's news) happens here too."""
    return lambda: django_capture_on_commit_callbacks(execute=True)


@pytest.fixture
def app(founder):
    """The secret of the founder's app."""
    return give_app(founder)
