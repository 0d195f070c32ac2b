import json

from django import template
from django.utils.html import format_html
from django.utils.safestring import mark_safe

from events import structured_data, wording

register = template.Library()


@register.simple_tag
def event_time(event):
    """When the event is, as a <time> where a date is known."""
    if not event.starts_on:
        return wording.when(event)
    return format_html('<time datetime="{}">{}</time>', structured_data.start(event), wording.when(event))


@register.filter
def data_block(data):
    """A block of JSON-LD. It is data, which no browser runs; `<` cannot end it early."""
    text = json.dumps(data, ensure_ascii=False, indent=1).replace("<", "\\u003c").replace("&", "\\u0026")
    return mark_safe(f'<script type="application/ld+json">{text}</script>')
