"""The ordering portal's addresses."""

from django.urls import path

from laerling.portals.ordering.views import (
    area,
    differences,
    dispatches,
    extracts,
    home,
    passports,
    people,
    progress,
    steering,
    whatif,
)

app_name = "ordering"
urlpatterns = [
    path("", home.home, name="home"),
    path("utvalg/", people.people, name="people"),
    path("uttrekk/", extracts.extracts, name="extracts"),
    path("uttrekk/nytt/", extracts.new, name="extracts-new"),
    path("uttrekk/<uuid:extract_id>/", extracts.show, name="extracts-show"),
    path("utvalg/endringer/", differences.differences, name="differences"),
    path("utvalg/endringer/excel/", differences.as_xlsx, name="differences-xlsx"),
    path("utvalg/hva-hvis/", whatif.what_if, name="what-if"),
    path("utvalg/<int:contract_id>/", passports.passport, name="passport"),
    path("uttrekk/<uuid:extract_id>/les-inn/", extracts.accept, name="extracts-accept"),
    path("uttrekk/<uuid:extract_id>/kast/", extracts.discard, name="extracts-discard"),
    path("utsendelser/", dispatches.dispatches, name="dispatches"),
    path("utsendelser/ny/", dispatches.new, name="dispatches-new"),
    path("utsendelser/<uuid:dispatch_id>/", dispatches.show, name="dispatches-show"),
    path("utsendelser/<uuid:dispatch_id>/stopp/", dispatches.stop, name="dispatches-stop"),
    path("omrade/", area.area, name="area"),
    path("omrade/passord/", area.make_password, name="area-password"),
    path("omrade/passord/ta-bort/", area.take_password, name="area-password-take"),
    path("omrade/nokler/", area.add_key, name="area-keys"),
    path("omrade/nokler/<uuid:key_id>/ta-bort/", area.remove_key, name="area-keys-remove"),
    path("omrade/nokler/<uuid:key_id>/tilbake/", area.put_back_key, name="area-keys-back"),
    path("omrade/steng/", area.close, name="area-close"),
    path("omrade/apne/", area.open_again, name="area-open"),
    path("omrade/kvitteringer/<uuid:receipt_id>/", area.receipt, name="area-receipt"),
    path("status/", progress.progress, name="progress"),
    path("styr/", steering.steer, name="steer"),
    path("styr/trekk/", steering.draw, name="steer-draw"),
    path("styr/urne/", steering.export, name="steer-export"),
    path("styr/urne/fil/", steering.urn, name="steer-urn"),
    path("styr/apnet/", steering.take_in_opened, name="steer-opened"),
    path("styr/demo/", steering.open_demo_urn, name="steer-demo"),
    path("styr/resultater/", steering.make_release, name="steer-release"),
]
