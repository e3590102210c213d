"""The accounts portal's addresses."""

from django.urls import path

from laerling.portals.accounts.views import asked, below, confirming, giving, grants, people

app_name = "accounts"
urlpatterns = [
    path("tilgang/", people.index, name="people"),
    path("tilgang/ny/", giving.give, name="give"),
    path("tilgang/bekreft/", confirming.confirm, name="confirm"),
    path("tilgang/be-om/", asked.ask, name="ask"),
    path("tilgang/forespurt/<uuid:request_id>/avsla/", asked.decline, name="decline"),
    path("tilgang/under/", below.index, name="below"),
    path("tilgang/person/<uuid:account_id>/", people.show, name="person"),
    path("tilgang/person/<uuid:account_id>/ekstra-trinn/", people.take_away_factor, name="person-factor"),
    path("tilgang/<uuid:grant_id>/avslutt/", grants.end, name="end"),
    path("tilgang/<uuid:grant_id>/angre/", grants.take_back, name="take-back"),
    path("tilgang/<uuid:grant_id>/varighet/", grants.change, name="change"),
]
