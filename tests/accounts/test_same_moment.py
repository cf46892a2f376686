"""Two people take one address in the same moment: one has it, the other is told, and no log names it."""

import pytest
from django.db.models.signals import pre_save

from alongside.accounts import actions, first_link
from alongside.accounts.models import User
from tests.conftest import PASSWORD

pytestmark = pytest.mark.django_db
WANTED = "wanted@example.org"


@pytest.fixture
def somebody_is_quicker():
    """Between our look and our write somebody else writes: `WANTED` is hers."""

    def take(sender, instance, **kwargs):
        User.objects.bulk_create([User(username=WANTED, email=WANTED)], ignore_conflicts=True)

    pre_save.connect(take, sender=User)
    yield
    pre_save.disconnect(take, sender=User)


def test_changing_her_address(founder, somebody_is_quicker):
    with pytest.raises(actions.AddressTaken) as raised:
        actions.change_address(user=founder, email=WANTED)
    assert raised.value.__suppress_context__
    founder.refresh_from_db()
    assert founder.email == "founder@example.org"


def test_the_first_founder(db, somebody_is_quicker):
    token = first_link.waiting_token()
    with pytest.raises(actions.InvitationGone):
        actions.make_first_founder(token=token, name="Ann", email=WANTED, password=PASSWORD)
    assert not User.objects.filter(first_name="Ann").exists()
