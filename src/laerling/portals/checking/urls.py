"""The checking portal's addresses."""

from django.urls import URLPattern

app_name = "checking"
urlpatterns: list[URLPattern] = []
