"""The portal's lines in the menu."""

from django.utils.translation import gettext_lazy as _

from laerling.portals.shell.menus import MenuItem

MENU = (
    MenuItem(label=_("Offices' sign-in"), url_name="signin:offices", action="office.issue", group="access", order=80),
)
