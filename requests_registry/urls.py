from django.urls import path, re_path

from requests_registry import views
from requests_registry.feeds import HistoryFeed, RequestFeed
from requests_registry.files import views as files_views
from requests_registry.holders import correction_views
from requests_registry.holders import views as holder_views
from requests_registry.mail import upload_views
from requests_registry.questions import frequent_views
from requests_registry.questions import views as question_views
from requests_registry.statistics import views as statistics_views

app_name = "requests"
urlpatterns = [
    path("", views.register, name="list"),
    path("list.atom", RequestFeed(), name="feed"),
    path("list.<str:fmt>", views.export, name="export"),
    path("holders/", holder_views.holders, name="holders"),
    path("holders/list.<str:fmt>", holder_views.export, name="holders-file"),
    path("holders/<slug:slug>/", holder_views.holder, name="holder"),
    path("holders/<slug:slug>/correction/", correction_views.propose, name="correction"),
    path("statistics/", statistics_views.statistics, name="statistics"),
    path("statistics/<slug:name>.<str:fmt>", statistics_views.export, name="statistics-file"),
    path("ask/", question_views.ask, name="ask"),
    path("ask/sent/", question_views.asked, name="asked"),
    path("questions/<str:token>/", question_views.question, name="question"),
    path("questions/<str:token>/confirm/", question_views.confirm, name="question-confirm"),
    path("questions/<str:token>/withdraw/", question_views.withdraw, name="question-withdraw"),
    path("answer/<str:token>/", upload_views.upload, name="upload"),
    path("answer/<str:token>/<uuid:key>/", upload_views.received, name="upload-received"),
    path("faq/", frequent_views.frequent_list, name="frequent-list"),
    path("faq/<int:pk>/", frequent_views.frequent, name="frequent"),
    path("guide/", frequent_views.guide, name="guide"),
    path("campaigns/<slug:slug>/", views.campaign, name="campaign"),
    re_path(r"^(?P<number>\d{4}-\d{4,8})/$", views.info_request, name="request"),
    re_path(r"^(?P<number>\d{4}-\d{4,8})/history\.atom$", HistoryFeed(), name="history"),
    re_path(r"^(?P<number>\d{4}-\d{4,8})/files/(?P<pk>\d{1,18})/$", files_views.published_file, name="file"),
]
