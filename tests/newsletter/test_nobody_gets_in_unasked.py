"""Nobody is on the list who did not ask, and the list cannot be joined to anything else."""

import re
import secrets
from itertools import combinations
from pathlib import Path

import pytest
from django.apps import apps
from django.db import connection, models

from alongside.core.mail.actions import stop_mail_to
from alongside.enquiries import actions as enquiries
from alongside.enquiries.words import Details
from alongside.newsletter.models import Subscriber
from alongside.orders.buyer import Buyer
from tests.enquiries.conftest import open_inbox  # noqa: F401  (a fixture)
from tests.orders.conftest import ordered, paperback, shop  # noqa: F401  (fixtures)

ROOMS = ("newsletter", "enquiries", "experiences", "orders")
PACKAGE = Path(__file__).resolve().parents[2] / "alongside"
MAKES = re.compile(
    r"Subscriber\(|Subscriber\.objects\.(?:create|get_or_create|update_or_create|bulk_create)"
)


def test_only_asking_and_demonstration_make_a_subscriber():
    """An enquiry, an experience or an order never does: the exception for charities is not used."""
    found = {
        str(path.relative_to(PACKAGE))
        for path in PACKAGE.rglob("*.py")
        if MAKES.search(path.read_text()) and "migrations" not in path.parts
    }
    assert found <= {
        "newsletter/actions/subscribing.py", "newsletter/actions/bringing_in.py",
        "newsletter/demonstration.py", "newsletter/models.py",
    }  # fmt: skip
    others = [path for room in ROOMS[1:] for path in (PACKAGE / room).rglob("*.py")]
    assert not [path for path in others if "newsletter" in path.read_text()]


def test_no_foreign_key_leads_from_the_list_to_another_room_or_back():
    leads = {
        (model._meta.app_label, field.related_model._meta.app_label)
        for model in apps.get_models()
        for field in model._meta.local_fields
        if isinstance(field, models.ForeignKey)
    }
    crossing = {(one, other) for one, other in leads if one != other and {one, other} <= set(ROOMS)}
    assert crossing == set()


@pytest.mark.django_db
def test_the_same_address_everywhere_can_be_joined_on_nothing(
    subscriber,
    founder,
    open_inbox,  # noqa: F811
    ordered,  # noqa: F811
    paperback,  # noqa: F811
):
    address = "ann@example.org"
    subscriber(address)
    enquiries.receive(
        submission_id=secrets.token_bytes(16), consent_wording="1", message="Hello.",
        details=Details(name="Ann", email=address),
    )  # fmt: skip
    order = ordered({paperback: 1}, buyer=Buyer(name="Ann", email=address, lines=("1 Row",)))
    stop_mail_to(address, "bereavement")
    values = {room: _values(room) for room in (*ROOMS, "core")}
    assert len(values["newsletter"]) > 1 and len(values["enquiries"]) > 3
    assert bytes(order.mark) in values["orders"]
    for one, other in combinations(values, 2):
        assert not values[one] & values[other], (one, other)
    assert Subscriber.objects.count() == 1


def _values(room: str) -> set[bytes]:
    """Every value of a room that could tell two people apart: eight bytes or more."""
    found: set[bytes] = set()
    with connection.cursor() as cursor:
        for model in apps.get_app_config(room).get_models():
            if issubclass(model, models.Model) and not model._meta.proxy and not _is_page(model):
                cursor.execute(f'SELECT * FROM "{model._meta.db_table}"')
                for row in cursor.fetchall():
                    found |= {
                        bytes(v) for v in row if isinstance(v, bytes | memoryview) and len(v) >= 8
                    }
                    found |= {
                        v.encode() for v in row if isinstance(v, str) and re.search(r"\w{12}", v)
                    }
    return {value for value in found if not re.fullmatch(rb"[\d :.+-]+", value)}


def _is_page(model: type[models.Model]) -> bool:
    return hasattr(model, "get_url_parts") or model.__name__ in (
        "PackItem",
        "Source",
        "SiteSettings",
    )
