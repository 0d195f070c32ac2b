from django.db import models
from wagtail.search import index


class Text(index.Indexed, models.Model):
    kind = models.CharField(max_length=15)
    language = models.CharField(max_length=2)
    title = models.CharField(max_length=400)
    body = models.TextField()

    search_fields = [
        index.SearchField("title", boost=2),
        index.SearchField("body"),
        index.FilterField("kind"),
        index.FilterField("language"),
    ]
