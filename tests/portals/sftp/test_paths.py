"""Where a path leads: nowhere outside, whatever is written."""

import pytest

from laerling.portals.sftp.paths import normal, place


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("", "root"),
        (".", "root"),
        ("/", "root"),
        ("..", "root"),
        ("/../../..", "root"),
        ("lister", "folder"),
        ("/lister/", "folder"),
        ("//lister//", "folder"),
        ("/lister/../feil", "folder"),
        ("LES-MEG.txt", "file"),
        ("/../LES-MEG.txt", "file"),
        ("/etc/passwd", "file"),
        ("/fylke03/utvalg.csv", "file"),
        ("/lister/a/b", "nowhere"),
        ("/etc/ssh/sshd_config", "nowhere"),
        ("kvitteringer/x", "receipt"),
        ("kvitteringer/x/..", "folder"),
        ("kvitteringer/../kvitteringer/x", "receipt"),
        ("kvitteringer/a/b", "nowhere"),
        ("x" * 5000, "nowhere"),
    ],
)
def test_path_leads_somewhere_of_ours_or_nowhere(path, kind):
    assert place(path.encode()).kind == kind


def test_path_that_is_no_text_is_nowhere():
    assert place(b"lister/\xff\xfe").kind == "nowhere"


@pytest.mark.parametrize("path", ["../../etc/passwd", "/../etc/passwd", "//etc/passwd", "lister/../../etc/passwd"])
def test_paths_are_seen_from_the_areas_root(path):
    assert normal(path.encode()) == b"/etc/passwd"
