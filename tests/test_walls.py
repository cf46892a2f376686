"""The walls between rooms that the import rules cannot see: relations named by strings."""

from django.apps import apps

WEBSITE = {"pages", "answers", "signs", "tools"}
PRIVATE = {"experiences", "enquiries", "newsletter", "orders"}


def _relations() -> set[tuple[str, str]]:
    return {
        (model._meta.app_label, field.related_model._meta.app_label)
        for model in apps.get_models(include_auto_created=True)
        for field in model._meta.get_fields()
        if field.is_relation and not field.auto_created and isinstance(field.related_model, type)
    }


def test_no_website_model_points_to_a_private_room_or_back():
    relations = _relations()
    assert ("answers", "core") in relations or ("answers", "wagtailcore") in relations
    crossing = {
        (here, there)
        for here, there in relations
        if (here in WEBSITE and there in PRIVATE) or (here in PRIVATE and there in WEBSITE)
    }
    assert crossing == set()


def test_no_private_room_points_to_another():
    crossing = {
        (here, there)
        for here, there in _relations()
        if here in PRIVATE and there in PRIVATE and here != there
    }
    assert crossing == set()
