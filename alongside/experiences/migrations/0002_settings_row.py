import secrets

from django.db import migrations


def make_row(apps, schema_editor):
    """The salt of receipts: random, not secret, and the same for ever (it is part of every receipt)."""
    apps.get_model("experiences", "ExperienceSettings").objects.get_or_create(
        pk=1, defaults={"receipt_salt": secrets.token_bytes(16)}
    )


class Migration(migrations.Migration):
    dependencies = [("experiences", "0001_initial")]
    operations = [migrations.RunPython(make_row, migrations.RunPython.noop)]
