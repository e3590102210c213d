"""Addresses of the answering site. After the first redirect none of them holds anything about a person."""

from django.urls import path

from laerling.invitations.links import EXAMPLE
from laerling.portals.answering.views import delivery, door, lost, parts, room

app_name = "answering"
urlpatterns = [
    path("", door.code, name="code"),
    path(f"s/{EXAMPLE}", door.example, name="example"),
    path("s/<path:token>", door.open_link, name="link"),
    path("mistet-lenken", lost.lost, name="lost"),
    path("mistet-lenken/sendt", lost.sent, name="lost-sent"),
    path("rom/", room.code, name="room"),
    path("rom/plass", room.seat, name="room-seat"),
    path("rom/ferdig", room.done, name="room-done"),
    path("start", door.start, name="start"),
    path("vil-ikke-svare", door.decline, name="decline"),
    path("sporsmal/<slug:code>", parts.part, name="part"),
    path("senere", parts.later, name="later"),
    path("levere", delivery.check, name="check"),
    path("takk", delivery.thanks, name="thanks"),
]
