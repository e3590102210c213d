"""Every address says who may open it."""

import pytest

from laerling.portals.shell.routes import declared


@pytest.mark.parametrize("site", ["staff", "answering", "inbox"])
def test_every_route_declares_its_door(site):
    routes = declared(f"laerling.config.urls.{site}")
    assert routes != ()
    assert [route.pattern for route in routes if route.declaration is None] == []


def test_answering_site_has_no_door_for_staff():
    routes = declared("laerling.config.urls.answering")
    assert {route.declaration.door for route in routes if route.declaration} == {"open"}
