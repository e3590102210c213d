"""The checking portal's addresses."""

from django.urls import path

from laerling.portals.checking.views import cockpit, counties, files, finding, findings, pasting, reach

app_name = "checking"
urlpatterns = [
    path("kvalitet/", cockpit.home, name="home"),
    path("kvalitet/feil/", findings.index, name="findings"),
    path("kvalitet/feil/endre/", findings.change, name="change"),
    path("kvalitet/feil/angre/", findings.undo, name="undo"),
    path("kvalitet/feil/<int:finding_id>/", finding.show, name="finding"),
    path("kvalitet/feil.xlsx", files.as_xlsx, name="findings-xlsx"),
    path("kvalitet/lim-inn/", pasting.paste, name="paste"),
    path("kvalitet/nadd/", reach.index, name="reach"),
    path("kvalitet/fylker/", counties.index, name="counties"),
]
