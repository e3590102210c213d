"""Slips through the real maker of papers."""

import io
import os
import time

import pypdf
import pytest
from tests.gatherings import rooms
from tests.gatherings.rooms import BYGGOPP, NOW
from tests.invitations.people import OSLO, answer

from laerling.gatherings import actions, desk, queries
from laerling.invitations.queries import link
from laerling.invitations.rules import Audience
from laerling.kernel.types import SYSTEM

WHO = {"by": SYSTEM, "now": NOW}


def made(gathering):
    paper = actions.order_slips(scope=BYGGOPP, gathering_id=gathering, **WHO)
    actions.make_slips(gathering_id=gathering, paper_id=paper, now=NOW)
    return desk.slips(gathering, paper)


def test_everybody_gets_a_slip_answered_or_not(people):
    answer(people[:3])
    text = "".join(
        page.extract_text() for page in pypdf.PdfReader(io.BytesIO(made(rooms.planned()).read_bytes())).pages
    )

    for one in people:
        token = link(one.pk).rpartition("/")[2]
        assert one.member.contract.name in text
        assert " ".join(token[at : at + 4] for at in range(0, 26, 4)) in " ".join(text.split())


def test_slips_are_not_made_for_nobody_for_others_or_for_what_is_called_off(people):
    gathering = rooms.planned()
    with pytest.raises(queries.UnknownGathering):
        actions.order_slips(scope=OSLO, gathering_id=gathering, **WHO)
    paper = actions.order_slips(scope=BYGGOPP, gathering_id=gathering, **WHO)
    actions.cancel(scope=BYGGOPP, gathering_id=gathering, **WHO)
    assert actions.make_slips(gathering_id=gathering, paper_id=paper, now=NOW) == 0
    assert not desk.slips(gathering, paper).exists()
    with pytest.raises(actions.GatheringOver):
        actions.order_slips(scope=BYGGOPP, gathering_id=gathering, **WHO)

    empty = rooms.planned(audience=Audience(trades=("NONE",)))
    with pytest.raises(actions.NobodyInvited):
        actions.order_slips(scope=BYGGOPP, gathering_id=empty, **WHO)


def test_slips_lie_for_their_owner_alone_and_are_shredded_after_six_hours(people):
    path = made(rooms.planned())
    assert path.stat().st_mode & 0o777 == 0o600
    assert desk.clear_old() == 0

    long_ago = time.time() - desk.KEPT_SECONDS - 1
    os.utime(path, (long_ago, long_ago))
    assert desk.clear_old() == 1
    assert not path.exists()
