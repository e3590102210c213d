"""Addresses of the sign-in portal."""

from django.urls import path

from laerling.portals.signin import views

app_name = "signin"
urlpatterns = [
    path("logg-inn/", views.sign_in, name="sign-in"),
    path("logg-ut/", views.sign_out, name="sign-out"),
    path("logget-ut/", views.signed_out, name="signed-out"),
]
