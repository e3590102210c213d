"""Addresses that providers call. Each stands twice: the secret in the path, or in a header where one can be set."""

from django.urls import path

from laerling.portals.receipts import views

app_name = "receipts"
urlpatterns = [
    path("kvittering/sms/<slug:provider>/", views.sms, name="sms"),
    path("kvittering/sms/<slug:provider>/<str:secret>/", views.sms, name="sms-secret"),
    path("kvittering/epost/<slug:provider>/", views.email, name="email"),
    path("kvittering/epost/<slug:provider>/<str:secret>/", views.email, name="email-secret"),
    path("kvittering/kan-sendes/<uuid:message_id>/<str:shown>/", views.may_go, name="may-go"),
]
