from django.contrib.postgres.functions import RandomUUID
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("requests_registry", "0002_history_is_insert_only")]

    operations = [
        # Each reply that is there gets a key of its own from the database.
        migrations.AddField(
            model_name="reply",
            name="form_key",
            field=models.UUIDField(db_default=RandomUUID(), editable=False, unique=True),
        ),
        migrations.AlterField(
            model_name="reply",
            name="form_key",
            field=models.UUIDField(editable=False, unique=True),
        ),
    ]
