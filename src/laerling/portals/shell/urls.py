"""Addresses that every site has."""

from django.conf import settings
from django.urls import path

from laerling.portals.shell import views

app_name = "shell"
urlpatterns = [
    path("helse", views.health, name="health"),
    path("sprak/", views.switch_language, name="language"),
    path("tilgjengelighet/", views.accessibility, name="accessibility"),
]
if settings.DEMO or settings.DEBUG:
    from laerling.portals.shell import style_page

    urlpatterns.append(path("stilark/", style_page.show, name="style-page"))
