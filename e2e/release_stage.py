"""A release of figures, a letter and chapters of the book on the stage, marked as made up.

Run as a process of its own before the site is served.
"""

from datetime import date

from e2e.staging import made_by

PRINTING = 1


def publish_example(environment: dict[str, str]) -> None:
    made_by("e2e.release_stage", environment)


def _main() -> None:
    import django

    django.setup()
    from alongside.core import demo
    from alongside.orders.models import BookEdition, Printing
    from alongside.signs.actions import publish_quote, publish_release
    from tests.signs.example_figures import figures_of_bones

    publish_release(figures=figures_of_bones(), method="1.0", is_made_up=True)
    publish_quote(
        about="s-bone-pain", words="Every night at three it woke me, and one day my legs felt weak.",
        signed_as="", on_behalf=True, is_made_up=True,
    )  # fmt: skip
    publish_quote(
        about="being-heard", words="I knew that it was not my age.", signed_as="Una",
        on_behalf=False, is_made_up=True,
    )  # fmt: skip
    demo.make("letters", 1, lambda more: None)
    book = BookEdition.objects.create(name="Paperback", pence=1200, is_made_up=True)
    Printing.objects.create(
        pk=PRINTING, edition=book, number=1, copies=1, printed_on=date(2025, 3, 3)
    )
    demo.make("chapters", 2, lambda more: None)


if __name__ == "__main__":
    _main()
