"""Addresses of the gatherings."""

from django.urls import path

from laerling.portals.gathering.views import plans, slips, wall

app_name = "gathering"
urlpatterns = [
    path("samlinger/", plans.gatherings, name="gatherings"),
    path("samlinger/ny/", plans.new, name="new"),
    path("samlinger/<uuid:gathering_id>/", plans.show, name="show"),
    path("samlinger/<uuid:gathering_id>/endre/", plans.change, name="change"),
    path("samlinger/<uuid:gathering_id>/avlys/", plans.cancel, name="cancel"),
    path("samlinger/<uuid:gathering_id>/angre/", plans.restore, name="restore"),
    path("samlinger/<uuid:gathering_id>/lapper/", slips.order, name="slips"),
    path("samlinger/<uuid:gathering_id>/lapper/<uuid:paper_id>/", slips.show, name="slips-show"),
    path("samlinger/<uuid:gathering_id>/lapper/<uuid:paper_id>/pdf/", slips.pdf, name="slips-pdf"),
    path("samlinger/<uuid:gathering_id>/vegg/", wall.wall, name="wall"),
]
