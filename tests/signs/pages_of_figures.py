"""The two pages around a release."""

from alongside.signs.models import BeingHeardPage, MethodPage, SignsPage


def pages_of_figures() -> tuple[BeingHeardPage, MethodPage]:
    """As the content pack made them, or new ones."""
    return _page(BeingHeardPage, "being-heard", "What it took to be heard"), _page(
        MethodPage, "method", "How we collate"
    )


def _page(model, slug, title):
    return model.objects.first() or SignsPage.objects.get().add_child(
        instance=model(slug=slug, title=title, introduction="Told by people like you.")
    )
