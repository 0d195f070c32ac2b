
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('portal', '0014_files_that_tell_and_tables_handed_over'),
    ]

    operations = [
        migrations.AddIndex(
            model_name='episode',
            index=models.Index(fields=['last_ts', 'id'], name='newest_episodes'),
        ),
    ]
