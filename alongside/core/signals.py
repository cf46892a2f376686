"""Whatever changes what the public may read raises the edition, in the same transaction."""

from typing import Any

from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page, PageViewRestriction, Site
from wagtail.signals import page_published, page_slug_changed, page_unpublished, post_page_move
from wagtail.signals import published as snippet_published
from wagtail.signals import unpublished as snippet_unpublished

from .edition import raise_edition
from .models import Review, SiteSettings, Source

PUBLIC_MODELS = (Redirect, PageViewRestriction, Site, SiteSettings, Source, Review)
PAGE_SIGNALS = (
    page_published,
    page_unpublished,
    page_slug_changed,
    post_page_move,
    snippet_published,
    snippet_unpublished,
)


def _raise(**kwargs: Any) -> None:
    if not kwargs.get("raw"):
        raise_edition()


for _model in PUBLIC_MODELS:
    post_save.connect(_raise, sender=_model, dispatch_uid=f"edition-save-{_model.__name__}")
    post_delete.connect(_raise, sender=_model, dispatch_uid=f"edition-delete-{_model.__name__}")
for _signal in PAGE_SIGNALS:
    _signal.connect(_raise, dispatch_uid=f"edition-{id(_signal)}")


@receiver(post_delete)
def _raise_for_deleted_page(sender: type, **kwargs: Any) -> None:
    if issubclass(sender, Page):
        raise_edition()


@receiver(post_save, sender=Site)
def _make_settings_of_site(instance: Site, raw: bool = False, **kwargs: Any) -> None:
    """Wagtail would make this row when a reader first asks; but no GET changes anything."""
    if not raw:
        SiteSettings.objects.get_or_create(site=instance)
