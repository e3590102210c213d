"""The history portal's addresses."""

from django.urls import path

from laerling.portals.history import views

app_name = "history"
urlpatterns = [
    path("historikk/", views.events, name="events"),
    path("historikk/fil.csv", views.as_csv, name="events-csv"),
    path("historikk/fil.xlsx", views.as_xlsx, name="events-xlsx"),
]
