import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("requests_registry", "0014_corrections_of_holders")]

    operations = [
        migrations.RemoveField(model_name="letterconsent", name="text_version"),
        migrations.AddField(
            model_name="letterconsent",
            name="text",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="requests_registry.consenttext",
                verbose_name="text of the consent",
            ),
        ),
    ]
