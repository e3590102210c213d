"""No operation of an SFTP client reaches the server's own file system, now or when asyncssh gets more of them."""

import inspect

from asyncssh import SFTPServer

from laerling.portals.sftp.area import Area
from laerling.portals.sftp.shut import Shut

# What asyncssh asks of its own class and not of a client's wishes.
_OWN = {"channel", "connection", "env", "logger", "convert_attrs", "format_longname"}


def public(cls):
    return {name for name, _value in inspect.getmembers(cls) if not name.startswith("_")}


def test_every_operation_is_answered_by_us():
    answered = {name for cls in (Area, Shut) for name in vars(cls)}
    assert public(SFTPServer) - _OWN - answered == set()


def test_every_operation_is_shut_before_it_is_opened():
    assert public(SFTPServer) - _OWN - set(vars(Shut)) == {"exit"}
