"""A shop that is open, a page of the book with words in it, and a founder: `python -m e2e.shop_stage`.

It runs in the environment of a site that is not served yet. What it sells was made up for tests.
"""

from datetime import timedelta
from io import BytesIO

import django

from e2e.staging import made_by


def open_shop(environment: dict[str, str]) -> str:
    """As `prepare` of `served_site`; the cookie of the founder."""
    return made_by("e2e.shop_stage", environment).splitlines()[-1]


def make() -> None:
    from django.utils import timezone

    from alongside.orders import ebook, stock
    from alongside.orders.models import BookEdition, Printing, StockMove
    from tests.orders.open_shop import open_shop as open_the_shop

    open_the_shop()
    editions = [
        BookEdition.objects.create(position=place, kind=kind, name=name, about=about, pence=pence)
        for place, (kind, name, about, pence) in enumerate(
            [
                ("paperback", "Paperback", "212 pages, 13 × 20 cm", 1200),
                ("large", "Large print", "388 pages, letters of 16 points", 1600),
                ("ebook", "E-book", "EPUB, for every reader", 500),
            ]
        )
    ]
    ebook.keep(editions[2], BytesIO(b"%PDF-1.7 a test %%EOF"))
    stock.move(editions[0], 200, StockMove.Why.COUNTED)
    today = timezone.localdate()
    printing = Printing.objects.create(
        edition=editions[1],
        number=1,
        copies=50,
        printed_on=today,
        expected_on=today + timedelta(days=40),
    )
    stock.expect(printing, 50)
    _write_the_page()
    print(_founder())


def _founder() -> str:
    from django.contrib.auth.models import Group

    from alongside.accounts.models import User
    from tests.signing_in import sign_in

    fay = User.objects.create_user(username="fay@example.org", email="fay@example.org")
    fay.groups.add(Group.objects.get(name="Founders"))
    return sign_in(fay).cookies["sessionid"].value


def _write_the_page() -> None:
    from alongside.orders.models import BookPage

    page = BookPage.objects.get()
    page.book_title, page.author = "A Test Title", "a test author"
    page.blurb = "<p>What this made-up book would be about, in a sentence or two.</p>"
    page.who_wrote_it = "<p>Nobody: it is a test.</p>"
    page.look_inside = [
        {
            "type": "pages",
            "value": {
                "heading": "A first chapter",
                "text": "<p>The first words of it.</p><p>And <i>the next</i> ones.</p>",
            },
        }
    ]
    page.save_revision().publish()


if __name__ == "__main__":
    django.setup()
    make()
