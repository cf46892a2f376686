"""What the browser of an editor sends: the whole form of a page, as Wagtail's editor builds it."""

from typing import Any

from django.urls import reverse
from django.utils import timezone
from wagtail import blocks
from wagtail.admin.rich_text import get_rich_text_editor_widget
from wagtail.contrib.settings.models import BaseSiteSetting
from wagtail.contrib.settings.views import get_setting_edit_handler
from wagtail.fields import StreamField
from wagtail.images.blocks import ImageBlock
from wagtail.models import Page
from wagtail.test.utils.form_data import inline_formset, nested_form_data

PRESSED = {
    "save": {},
    "publish": {"action-publish": "action-publish"},
    "submit": {"action-submit": "action-submit"},
    "approve": {"action-workflow-action": "true", "workflow-action-name": "approve"},
    "reject": {"action-workflow-action": "true", "workflow-action-name": "reject"},
}


def _rich(html: str, features: list[str] | None) -> str:
    return get_rich_text_editor_widget("default", features).format_value(html)


def _children(children: Any) -> dict[str, Any]:
    data: dict[str, Any] = {"count": str(len(children))}
    for index, (kind, identity, value) in enumerate(children):
        data[str(index)] = {
            "order": str(index),
            "deleted": "",
            "id": identity or "",
            "value": value,
        }
        if kind:
            data[str(index)]["type"] = kind
    return data


def block_data(block: Any, value: Any) -> Any:
    """The fields of one block and everything in it."""
    if isinstance(block, blocks.StreamBlock):
        return _children([(c.block_type, c.id, block_data(c.block, c.value)) for c in value])
    if isinstance(block, blocks.ListBlock):
        bound = value.bound_blocks
        return _children([(None, c.id, block_data(block.child_block, c.value)) for c in bound])
    if isinstance(block, ImageBlock):
        alt, decorative = (value.contextual_alt_text, value.decorative) if value else ("", False)
        return {
            "image": str(value.pk) if value else "",
            "alt_text": alt or "",
            "decorative": "on" if decorative else "",
        }
    if isinstance(block, blocks.StructBlock):
        return {
            name: block_data(child, value.get(name)) for name, child in block.child_blocks.items()
        }
    if isinstance(block, blocks.RichTextBlock):
        return _rich(value.source if value else "", block.features)
    if isinstance(block, blocks.MultipleChoiceBlock):
        return tuple(value or ())
    if isinstance(block, blocks.BooleanBlock):
        return "on" if value else ""
    if isinstance(block, blocks.ChooserBlock):
        return str(value.pk) if value else ""
    if isinstance(block, blocks.DateTimeBlock):
        return f"{timezone.localtime(value):%Y-%m-%d %H:%M}" if value else ""
    return "" if value is None else str(value)


def _form_class(instance: Any) -> Any:
    if isinstance(instance, Page):
        return type(instance).get_edit_handler().get_form_class()
    if isinstance(instance, BaseSiteSetting):
        return get_setting_edit_handler(type(instance)).get_form_class()
    return instance.snippet_viewset.get_edit_handler().get_form_class()


def form_of(instance: Any, **changes: Any) -> dict[str, Any]:
    """The form of a page, snippet or setting with its newest words, some of them changed by name."""
    newest = getattr(instance, "get_latest_revision_as_object", lambda: instance)()
    form_class = _form_class(newest)
    data: dict[str, Any] = {}
    for name, field in form_class.base_fields.items():
        model_field = next((f for f in newest._meta.get_fields() if f.name == name), None)
        if model_field is None:
            continue
        if isinstance(model_field, StreamField):
            data[name] = block_data(model_field.stream_block, getattr(newest, name))
        elif hasattr(field.widget, "features"):
            data[name] = _rich(getattr(newest, name), field.widget.features)
        else:
            value = field.prepare_value(model_field.value_from_object(newest))
            if not isinstance(value, bool):  # of a box that is ticked a widget says nothing
                value = field.widget.format_value(value)
            value = value[0] if isinstance(value, list) else value
            data[name] = {True: "on", False: "", None: ""}.get(value, value)
    for name in getattr(form_class, "formsets", {}):
        data[name] = inline_formset([])
    sent = nested_form_data(data).items()
    return {name: v if isinstance(v, tuple) else str(v) for name, v in sent} | changes


def press(client: Any, page: Any, button: str, **changes: Any) -> Any:
    """Send the form of `page` with one of the buttons pressed, and follow where it leads."""
    address = reverse("wagtailadmin_pages:edit", args=[page.pk])
    return client.post(address, form_of(page, **changes) | PRESSED[button], follow=True)


def said(response: Any) -> str:
    """What the editor is told: the messages at the top of the screen."""
    return " ".join(str(message) for message in response.context["messages"])
