"""The urn's line in the menu."""

from django.utils.translation import gettext_lazy as _

from laerling.portals.shell.menus import MenuItem

MENU = (
    MenuItem(label=_("The urn and its keys"), url_name="urn:ceremony", action="round.steer", group="round", order=60),
)
