"""The questions portal's addresses. `which` is a published version's code, or the id of a proposal."""

from django.urls import path

from laerling.portals.questions.views import files, preview, proposing, versions

app_name = "questions"
urlpatterns = [
    path("skjema/", versions.versions, name="versions"),
    path("skjema/nytt/", proposing.new, name="new"),
    path("skjema/forslag/<uuid:proposal_id>/publiser/", proposing.publish, name="proposal-publish"),
    path("skjema/forslag/<uuid:proposal_id>/trekk/", proposing.withdraw, name="proposal-withdraw"),
    path("skjema/forslag/<uuid:proposal_id>/angre/", proposing.restore, name="proposal-restore"),
    path("skjema/<slug:which>/", versions.show, name="show"),
    path("skjema/<slug:which>/forskjell/", versions.differences, name="differences"),
    path("skjema/<slug:which>/prov/", preview.preview, name="preview"),
    path("skjema/<slug:which>/fil.toml", files.as_toml, name="file-toml"),
    path("skjema/<slug:which>/ddi.xml", files.as_codebook, name="file-ddi"),
    path("skjema/<slug:which>/neste.toml", files.as_next, name="file-next"),
]
