from django.urls import path

from events import views
from events.feeds import EventFeed

app_name = "events"
urlpatterns = [
    path("", views.event_list, name="list"),
    path("list.ics", views.list_calendar, name="list-calendar"),
    path("list.atom", EventFeed(), name="feed"),
    path("list.<str:fmt>", views.event_export, name="export"),
    path("calendar/", views.this_month, name="this-month"),
    path("calendar/<int:year>/<int:month>/", views.month, name="month"),
    path("<slug:slug>.ics", views.event_calendar, name="event-calendar"),
    path("<slug:slug>/", views.event, name="event"),
    path("<slug:slug>/report.txt", views.report_text, name="report-text"),
]
