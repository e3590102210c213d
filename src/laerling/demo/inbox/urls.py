"""Addresses of the inbox site."""

from django.urls import path

from laerling.demo.inbox import views

app_name = "inbox"
urlpatterns = [
    path("", views.messages, name="messages"),
    path("melding/<int:number>/", views.message, name="message"),
    path("melding/<int:number>/html/", views.message_html, name="message-html"),
    path("skrivebord/", views.desk, name="desk"),
    path("skrivebord/klokke/", views.set_clock, name="set-clock"),
]
