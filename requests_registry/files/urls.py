from django.urls import path

from requests_registry.files import views

urlpatterns = [
    path("", views.files, name="files"),
    path("<int:pk>/", views.review, name="file"),
    path("<int:pk>/text/", views.text, name="file-text"),
    path("<int:pk>/table/", views.offer_table, name="file-table"),
    path("<int:pk>/paper/", views.put_on_paper, name="file-paper"),
    path("<int:pk>/pages/<int:number>.png", views.picture, name="file-picture"),
    path("<int:pk>/redaction/", views.draw, name="redaction"),
    path("<int:pk>/redaction/change/", views.change, name="redaction-change"),
    path("<int:pk>/redaction/make/", views.make, name="redaction-make"),
    path("<int:pk>/redaction/boxes/<int:box>/", views.erase, name="redaction-erase"),
    path("letters/<int:pk>/", views.letter, name="mail-text"),
    path("letters/<int:pk>/restore/<int:start>/", views.restore, name="mail-text-restore"),
    path("letters/<int:pk>/publish/", views.publish_letter, name="mail-text-publish"),
    path("letters/<int:pk>/withdraw/", views.withdraw_letter, name="mail-text-withdraw"),
    path("letters/<int:pk>/table/", views.offer_letter_table, name="mail-text-table"),
]
