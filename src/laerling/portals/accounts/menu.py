"""The portal's line in the menu."""

from django.utils.translation import gettext_lazy as _

from laerling.portals.shell.menus import MenuItem

MENU = (
    MenuItem(label=_("Who has access"), url_name="accounts:people", action="access.read", group="access", order=75),
)
