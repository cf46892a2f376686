"""Loads the content pack into the site: once, again, and never over what an editor wrote.

Every room that has content of its own offers a module `content` with two functions: `outline(loader)`
makes its pages with their names, so that all of them can link to each other, and `fill(loader)`
gives them their words. A page is written again only if the newest revision of it is the pack's own;
otherwise the difference is reported. The whole load is one transaction.
"""

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from importlib import import_module
from importlib.util import find_spec
from types import ModuleType
from typing import Any

from django.apps import apps
from django.db import models, transaction
from wagtail.fields import StreamField
from wagtail.models import DraftStateMixin, Page, RevisionMixin
from wagtail.signal_handlers import disable_reference_index_auto_update

from . import rich_text
from .models import PackItem, SitePage
from .pack import Pack


@dataclass
class Report:
    """What a load did, by id of the brief. `differences`: id → fields that differ, with both texts."""

    created: list[str] = field(default_factory=list)
    updated: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    removed_by_editor: list[str] = field(default_factory=list)
    differences: dict[str, dict[str, tuple[str, str]]] = field(default_factory=dict)


def _digest(source: Any) -> str:
    text = json.dumps(source, sort_keys=True, default=str, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def _without_ids(value: Any) -> Any:
    """A stream as plain data, without the random ids of its blocks."""
    if isinstance(value, list):
        return [_without_ids(item) for item in value]
    if isinstance(value, dict):
        return {key: _without_ids(item) for key, item in value.items() if key != "id"}
    return value


def _plain(page: models.Model, name: str) -> str:
    model_field = page._meta.get_field(name)
    value = getattr(page, name)
    if isinstance(model_field, StreamField):
        raw = model_field.stream_block.get_prep_value(value)
        return json.dumps(_without_ids(raw), ensure_ascii=False)
    return str(getattr(page, getattr(model_field, "attname", name)))


class Loader:
    """Puts one pack into the database. Rooms call `page`, `fill` and `record`."""

    def __init__(self, pack: Pack, *, step: Callable[[str], None] = lambda key: None) -> None:
        self.pack = pack
        self.report = Report()
        self.pages: dict[str, int] = {
            page.brief_id: page.pk
            for model in apps.get_models()
            if issubclass(model, SitePage)
            for page in model.objects.exclude(brief_id="").only("pk", "brief_id")
        }
        self.sources: dict[str, int] = {}
        self._items = {item.key: item for item in PackItem.objects.all()}
        self._step = step

    def rich(self, text: str, *, inline: bool = False) -> str:
        return rich_text.from_markdown(text, self.pages, inline=inline)

    def page_ids(self, keys: Iterable[str]) -> list[int]:
        """Pages named in the pack, in order; names without a page are left out (see `check`)."""
        return [self.pages[key] for key in keys if key in self.pages]

    def stream_of_pages(self, keys: Iterable[str]) -> list[dict[str, Any]]:
        return [{"type": "page", "value": pk} for pk in self.page_ids(keys)]

    def source_ids(self, keys: Iterable[str]) -> list[int]:
        return [self.sources[key] for key in keys]

    def outline(
        self, model: type[SitePage], key: str, parent_key: str | None, **fields: Any
    ) -> None:
        """Make the page with this id under its parent, unless it is there or an editor removed it."""
        if key in self.pages or key in self._items:
            return
        page = model(brief_id=key, live=False, **fields)
        if parent_key is None:
            parent = Page.get_first_root_node()
        elif parent_key in self.pages:
            parent = Page.objects.get(pk=self.pages[parent_key])
        else:
            return
        parent.add_child(instance=page)
        self.pages[key] = page.pk

    def fill(self, model: type[SitePage], key: str, source: Any, fields: Mapping[str, Any]) -> None:
        """Give the page its words and publish it, or report why not. `source`: what the pack says."""
        self._step(key)
        item, digest = self._items.get(key), _digest(source)
        page = model.objects.filter(brief_id=key).first()
        if page is None:
            self.report.removed_by_editor.append(key)
        elif item is None or item.revision_id == page.latest_revision_id:
            if item and item.digest == digest:
                self.report.unchanged.append(key)
                return
            self._write(page, fields)
            self._remember(key, digest, page.latest_revision_id)
            (self.report.updated if item else self.report.created).append(key)
        elif item.digest == digest:
            self.report.unchanged.append(key)
        else:
            self.report.differences[key] = self._difference(page, fields)

    def _write(self, page: SitePage, fields: Mapping[str, Any]) -> None:
        for name, value in fields.items():
            setattr(page, name, value)
        page.full_clean()
        page.save_revision(clean=False, log_action=True).publish(log_action=False)
        page.refresh_from_db()

    def _difference(self, page: SitePage, fields: Mapping[str, Any]) -> dict[str, tuple[str, str]]:
        here = page.get_latest_revision_as_object()
        before = {name: _plain(here, name) for name in fields}
        for name, value in fields.items():
            setattr(here, name, value)
        after = {name: _plain(here, name) for name in fields}
        return {name: (before[name], after[name]) for name in fields if before[name] != after[name]}

    def is_ours(self, key: str, revision_id: int | None) -> bool:
        """Whether the pack wrote this revision, so that no words of an editor are in it."""
        item = self._items.get(key)
        return item is not None and item.revision_id == revision_id

    def moved(self, key: str, revision_id: int) -> None:
        """What the pack wrote under this id stands in another revision now."""
        self._remember(key, self._items[key].digest, revision_id)

    def record(
        self, manager: Any, key: str, source: Any, fields: Mapping[str, Any], *, by: str = "key"
    ) -> Any:
        """The same for a row that is no page (a source, a group, a menu). Returns the row or None."""
        self._step(key)
        item, digest = self._items.get(key), _digest(source)
        name = key.split(":", 1)[-1]
        row = manager.filter(**{by: name}).first()
        revision = getattr(row, "latest_revision_id", None)
        if row is None and item is not None:
            self.report.removed_by_editor.append(key)
        elif row is None or (item is not None and revision == item.revision_id):
            if item and item.digest == digest:
                self.report.unchanged.append(key)
                return row
            row = row or manager.model(**{by: name})
            for field_name, value in fields.items():
                setattr(row, field_name, value)
            row.full_clean()
            row.save()
            self._remember(key, digest, _first_revision(row))
            (self.report.updated if item else self.report.created).append(key)
        elif item is None or item.digest == digest:
            self.report.unchanged.append(key)
        else:
            self.report.differences[key] = {
                field_name: (str(getattr(row, field_name)), str(value))
                for field_name, value in fields.items()
                if str(getattr(row, field_name)) != str(value)
            }
        return row

    def _remember(self, key: str, digest: str, revision_id: int | None) -> None:
        self._items[key], _ = PackItem.objects.update_or_create(
            key=key, defaults={"digest": digest, "revision_id": revision_id}
        )


def _first_revision(row: Any) -> int | None:
    """Keep what the pack wrote as a revision, so that an editor can undo her first change too."""
    if not isinstance(row, RevisionMixin):
        return None
    revision = row.save_revision(clean=False, log_action=True)  # the history shows what is logged
    if isinstance(row, DraftStateMixin):
        revision.publish(log_action=False)
    return int(revision.pk)


def rooms_with_content() -> list[ModuleType]:
    """The `content` modules of all rooms, in the order of INSTALLED_APPS."""
    names = [
        f"{config.name}.content"
        for config in apps.get_app_configs()
        if config.name.startswith("alongside.") and config.name != "alongside.core"
    ]
    return [import_module(name) for name in names if find_spec(name)]


@transaction.atomic
def load(pack: Pack, *, step: Callable[[str], None] = lambda key: None) -> Report:
    """Load `pack`. `step` is told each id as it is done. Raises PackError and changes nothing."""
    loader = Loader(pack, step=step)
    rooms = rooms_with_content()
    with disable_reference_index_auto_update():  # done once, when the words are there
        for room in rooms:
            room.outline(loader)
    for room in rooms:
        room.fill(loader)
    return loader.report
