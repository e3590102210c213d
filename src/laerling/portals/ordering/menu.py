"""The ordering portal's lines in the menu."""

from django.utils.translation import gettext_lazy as _

from laerling.portals.shell.menus import MenuItem

MENU = (
    MenuItem(label=_("The round"), url_name="ordering:home", action="round.read", group="round", order=10),
    MenuItem(label=_("The list"), url_name="ordering:people", action="register.read", group="people", order=20),
    MenuItem(label=_("Extracts"), url_name="ordering:extracts", action="register.upload", group="people", order=25),
    MenuItem(label=_("Files over SFTP"), url_name="ordering:area", action="area.read", group="people", order=27),
    MenuItem(label=_("Dispatches"), url_name="ordering:dispatches", action="dispatch.read", group="survey", order=30),
    MenuItem(label=_("Letters and SMS"), url_name="ordering:texts", action="text.write", group="survey", order=35),
    MenuItem(
        label=_("Answers so far"), url_name="ordering:progress", action="progress.read", group="answers", order=40
    ),
    MenuItem(label=_("Prize draw"), url_name="ordering:draw", action="draw.hold", group="answers", order=45),
    MenuItem(label=_("Steer the round"), url_name="ordering:steer", action="round.steer", group="round", order=50),
)
