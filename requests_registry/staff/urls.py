from django.urls import include, path, re_path

from requests_registry.holders import correction_views, loading_views
from requests_registry.mail import handing_in_views
from requests_registry.questions import staff_views as question_staff_views
from requests_registry.staff import desk_views, drafting_views, views

app_name = "staff"
NUMBER = r"(?P<number>\d{4}-\d{4,8})"
urlpatterns = [
    path("", desk_views.desk_page, name="desk"),
    path("desk/<slug:key>/<int:object_id>/", desk_views.mark, name="desk-mark"),
    path("calendar/", desk_views.calendar, name="calendar"),
    path("calendar/<str:key>.ics", desk_views.calendar_file, name="calendar-file"),
    path("campaigns/", drafting_views.campaign_list, name="campaigns"),
    path("campaigns/new/", drafting_views.campaign_new, name="campaign-new"),
    path("campaigns/<slug:slug>/", drafting_views.campaign, name="campaign"),
    path("corrections/", correction_views.queue, name="corrections"),
    path("corrections/<int:pk>/", correction_views.correction, name="correction"),
    path("files/", include("requests_registry.files.urls")),
    path("holders/import/", loading_views.check, name="holders-import"),
    path("holders/load/", loading_views.load, name="holders-load"),
    path("holders/table.csv", loading_views.table, name="holders-table"),
    path("mail/", include("requests_registry.mail.urls")),
    path("requests/new/", views.file_request, name="file"),
    path("requests/draft/", drafting_views.draft, name="draft"),
    re_path(rf"^requests/{NUMBER}/edit/$", drafting_views.edit, name="edit"),
    re_path(rf"^requests/{NUMBER}/$", views.info_request, name="request"),
    re_path(rf"^requests/{NUMBER}/letters/", include("requests_registry.letters.urls")),
    re_path(rf"^requests/{NUMBER}/paper-answer/$", handing_in_views.paper, name="paper-answer"),
    re_path(rf"^requests/{NUMBER}/answer-links/new/$", handing_in_views.new_link, name="answer-link-new"),
    re_path(rf"^requests/{NUMBER}/answer-links/end/$", handing_in_views.end_links, name="answer-links-end"),
    re_path(rf"^requests/{NUMBER}/addresses/retire/$", handing_in_views.retire_addresses, name="addresses-retire"),
    re_path(rf"^requests/{NUMBER}/(?P<name>[a-z-]+)/$", views.step, name="step"),
    path("questions/", question_staff_views.question_list, name="questions"),
    path("questions/<int:pk>/", question_staff_views.question, name="question"),
    path("questions/<int:pk>/<slug:name>/", question_staff_views.step, name="question-step"),
]
