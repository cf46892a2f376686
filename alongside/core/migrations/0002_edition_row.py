"""The one row of the edition."""

from django.db import migrations


def make_edition(apps, schema_editor):
    apps.get_model("core", "Edition").objects.get_or_create(pk=1)


class Migration(migrations.Migration):
    dependencies = [("core", "0001_initial")]
    operations = [migrations.RunPython(make_edition, migrations.RunPython.noop)]
