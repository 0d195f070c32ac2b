from django import template
from django.utils.html import format_html

from events import structured_data, wording

register = template.Library()


@register.simple_tag
def event_time(event):
    """When the event is, as a <time> where a date is known."""
    if not event.starts_on:
        return wording.when(event)
    return format_html('<time datetime="{}">{}</time>', structured_data.start(event), wording.when(event))
