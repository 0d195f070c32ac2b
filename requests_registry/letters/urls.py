from django.urls import path

from requests_registry.letters import views

urlpatterns = [
    path("", views.letters, name="letters"),
    path("new/<slug:kind>/", views.new, name="letter-new"),
    path("consent/", views.new_consent, name="letter-consent"),
    path("consent/<int:pk>/withdraw/", views.withdraw_consent, name="letter-consent-withdraw"),
    path("<int:pk>/", views.letter, name="letter"),
    path("<int:pk>/edit/", views.edit, name="letter-edit"),
    path("<int:pk>/issue/", views.issue, name="letter-issue"),
    path("<int:pk>/send/", views.send, name="letter-send"),
    path("<int:pk>/discard/", views.discard, name="letter-discard"),
    path("<int:pk>/letter.pdf", views.pdf, name="letter-pdf"),
    path("<int:pk>/letter.docx", views.docx, name="letter-docx"),
]
