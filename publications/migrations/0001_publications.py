import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.core.validators
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('portal', '0001_foundations'),
        ('portal', '__first__'),
    ]

    operations = [
        migrations.CreateModel(
            name='Publication',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('status', models.CharField(choices=[('draft', 'draft'), ('published', 'published'), ('withdrawn', 'withdrawn')], default='draft', editable=False, max_length=10, verbose_name='state of publication')),
                ('published_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='published at')),
                ('withdrawn_reason', models.TextField(blank=True, editable=False, verbose_name='reason of the withdrawal')),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='created at')),
                ('changed_at', models.DateTimeField(auto_now=True, verbose_name='changed at')),
                ('slug', models.SlugField(max_length=80, unique=True, verbose_name='address')),
                ('type', models.CharField(choices=[('manual', 'manual'), ('brochure', 'brochure'), ('report', 'report'), ('analysis', 'analysis'), ('law', 'law'), ('convention_text', 'text of a convention'), ('other', 'other publication')], default='manual', max_length=15, verbose_name='type')),
                ('year', models.PositiveSmallIntegerField(blank=True, null=True, validators=[django.core.validators.MinValueValidator(1900), django.core.validators.MaxValueValidator(2100)], verbose_name='year')),
                ('articles', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(choices=[('1', '1. Objective'), ('2', '2. Definitions'), ('3', '3. General provisions'), ('4', '4. Access to environmental information'), ('5', '5. Collection and dissemination of environmental information'), ('6', '6. Public participation in decisions on specific activities'), ('6bis', '6bis. Public participation in decisions on genetically modified organisms'), ('7', '7. Public participation concerning plans, programmes and policies relating to the environment'), ('8', '8. Public participation during the preparation of legally binding normative instruments'), ('9', '9. Access to justice')], max_length=5), blank=True, default=list, size=None, verbose_name='articles of the Aarhus Convention')),
                ('licence', models.CharField(blank=True, choices=[('cc-by-4.0', 'CC BY 4.0'), ('cc-by-sa-4.0', 'CC BY-SA 4.0'), ('cc-by-nc-4.0', 'CC BY-NC 4.0'), ('cc0-1.0', 'CC0 1.0'), ('official', 'official document, free of copyright'), ('reserved', 'all rights reserved')], max_length=15, verbose_name='licence')),
                ('source', models.CharField(blank=True, max_length=300, verbose_name='where this record comes from')),
                ('source_url', models.URLField(blank=True, max_length=500, verbose_name='address of the source')),
                ('title_kk', models.CharField(blank=True, default='', max_length=400, verbose_name='title (Kazakh)')),
                ('title_ru', models.CharField(blank=True, default='', max_length=400, verbose_name='title (Russian)')),
                ('title_en', models.CharField(blank=True, default='', max_length=400, verbose_name='title (English)')),
                ('subtitle_kk', models.CharField(blank=True, default='', max_length=400, verbose_name='subtitle (Kazakh)')),
                ('subtitle_ru', models.CharField(blank=True, default='', max_length=400, verbose_name='subtitle (Russian)')),
                ('subtitle_en', models.CharField(blank=True, default='', max_length=400, verbose_name='subtitle (English)')),
                ('summary_kk', models.TextField(blank=True, default='', help_text='What the reader will find in it, in two to five sentences.', verbose_name='summary (Kazakh)')),
                ('summary_ru', models.TextField(blank=True, default='', help_text='What the reader will find in it, in two to five sentences.', verbose_name='summary (Russian)')),
                ('summary_en', models.TextField(blank=True, default='', help_text='What the reader will find in it, in two to five sentences.', verbose_name='summary (English)')),
                ('edition_kk', models.CharField(blank=True, default='', help_text='For example: 2nd, revised', max_length=100, verbose_name='edition (Kazakh)')),
                ('edition_ru', models.CharField(blank=True, default='', help_text='For example: 2nd, revised', max_length=100, verbose_name='edition (Russian)')),
                ('edition_en', models.CharField(blank=True, default='', help_text='For example: 2nd, revised', max_length=100, verbose_name='edition (English)')),
                ('place_kk', models.CharField(blank=True, default='', max_length=100, verbose_name='place of publication (Kazakh)')),
                ('place_ru', models.CharField(blank=True, default='', max_length=100, verbose_name='place of publication (Russian)')),
                ('place_en', models.CharField(blank=True, default='', max_length=100, verbose_name='place of publication (English)')),
                ('series_kk', models.CharField(blank=True, default='', max_length=200, verbose_name='series (Kazakh)')),
                ('series_ru', models.CharField(blank=True, default='', max_length=200, verbose_name='series (Russian)')),
                ('series_en', models.CharField(blank=True, default='', max_length=200, verbose_name='series (English)')),
                ('directions', models.ManyToManyField(blank=True, related_name='+', to='portal.direction', verbose_name='directions of work')),
                ('published_by', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='published by')),
                ('publisher', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='portal.organisation', verbose_name='publisher')),
                ('regions', models.ManyToManyField(blank=True, related_name='+', to='portal.region', verbose_name='regions concerned')),
                ('replaces', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='replaced_by', to='publications.publication', verbose_name='replaces the edition')),
                ('topics', models.ManyToManyField(blank=True, related_name='+', to='portal.topic', verbose_name='topics')),
            ],
            options={
                'verbose_name': 'publication',
                'verbose_name_plural': 'publications',
                'abstract': False,
                'indexes': [django.contrib.postgres.indexes.GinIndex(fields=['articles'], name='publications_articles'), models.Index(condition=models.Q(('status', 'published')), fields=['-published_at', '-id'], name='publications_newest')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('status', 'published'), _negated=True), ('published_at__isnull', False), _connector='OR'), name='publications_publication_published_has_a_time'), models.CheckConstraint(condition=models.Q(models.Q(('title_kk', ''), _negated=True), models.Q(('title_ru', ''), _negated=True), models.Q(('title_en', ''), _negated=True), _connector='OR'), name='publications_publication_has_title'), models.CheckConstraint(condition=models.Q(('replaces', None), models.Q(('replaces', models.F('pk')), _negated=True), _connector='OR'), name='a_publication_does_not_replace_itself')],
            },
        ),
        migrations.CreateModel(
            name='LanguageVersion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('language', models.CharField(choices=[('kk', 'Kazakh'), ('ru', 'Russian'), ('en', 'English')], max_length=2, verbose_name='language')),
                ('printed_title', models.CharField(blank=True, help_text='Only where it differs from the title above.', max_length=400, verbose_name='title as printed')),
                ('is_original', models.BooleanField(default=False, verbose_name='written in this language')),
                ('translator', models.CharField(blank=True, max_length=200, verbose_name='translator')),
                ('isbn', models.CharField(blank=True, max_length=20, verbose_name='ISBN')),
                ('document', models.OneToOneField(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='language_version', to='portal.document', verbose_name='file')),
                ('publication', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='versions', to='publications.publication')),
            ],
            options={
                'verbose_name': 'language version',
                'verbose_name_plural': 'language versions and files',
                'ordering': ['publication', 'language'],
                'constraints': [models.UniqueConstraint(fields=('publication', 'language'), name='one_version_per_language', violation_error_message='This publication already has a version in this language.')],
            },
        ),
        migrations.CreateModel(
            name='Author',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('order', models.PositiveSmallIntegerField(default=0, verbose_name='order')),
                ('printed_name', models.CharField(blank=True, help_text='Family name first: Akhmetova A. B.', max_length=150, verbose_name='or the name as printed')),
                ('person', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='portal.person', verbose_name='person')),
                ('publication', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='authors', to='publications.publication')),
            ],
            options={
                'verbose_name': 'author',
                'verbose_name_plural': 'authors',
                'ordering': ['order', 'pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(('person', None), ('printed_name', ''), _connector='XOR'), name='an_author_is_a_person_or_a_printed_name', violation_error_message='Choose a person, or write the name as printed: one of the two.')],
            },
        ),
    ]
