from django.urls import path

from requests_registry.mail import outgoing_views, views

urlpatterns = [
    path("", views.mails, name="mail"),
    path("<int:key>/", views.mail, name="one-mail"),
    path("<int:key>/take-back/", views.take_back, name="mail-take-back"),
    path("<int:key>/spam/", views.mark_spam, name="mail-spam"),
    path("<int:key>/no-spam/", views.unmark_spam, name="mail-no-spam"),
    path("<int:key>/read-again/", views.read_again, name="mail-read-again"),
    path("<int:key>/as-it-came/", views.as_it_came, name="mail-as-it-came"),
    path("<int:key>/files/<int:position>/", views.file, name="mail-file"),
    path("sent/", outgoing_views.mails, name="mail-sent"),
    path("sent/<int:key>/take-back/", outgoing_views.take_back, name="mail-sent-take-back"),
    path("sent/<int:key>/again/", outgoing_views.send_again, name="mail-sent-again"),
    path("sent/<int:key>/set-aside/", outgoing_views.set_aside, name="mail-sent-set-aside"),
]
