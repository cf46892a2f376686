"""The made-up letter as a mail; `python -m e2e.letter_stage`, before the site is served, prints its HTML."""

from e2e.staging import made_by


def mail_of_made_up_letter(environment: dict[str, str]) -> str:
    """Makes the letter, and gives its HTML."""
    return made_by("e2e.letter_stage", environment)


def _main() -> None:
    import django

    django.setup()
    from alongside.core import demo
    from alongside.newsletter import rendering
    from alongside.newsletter.models import LetterPage

    demo.make("letters", 1, lambda more: None)
    print(rendering.preview(LetterPage.objects.get(is_made_up=True), first_name="Ann").html)


if __name__ == "__main__":
    _main()
