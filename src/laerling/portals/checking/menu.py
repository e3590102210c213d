"""The checking portal's line in the menu."""

from django.utils.translation import gettext_lazy as _

from laerling.portals.shell.menus import MenuItem

MENU = (MenuItem(label=_("Quality check"), url_name="checking:home", action="finding.read", group="people", order=15),)
