"""The gatherings' line in the menu."""

from django.utils.translation import gettext_lazy as _

from laerling.portals.shell.menus import MenuItem

MENU = (
    MenuItem(label=_("Gatherings"), url_name="gathering:gatherings", action="gathering.plan", group="survey", order=32),
)
