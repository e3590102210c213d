from datetime import UTC, datetime, timedelta
from uuid import uuid4

from laerling.outbox.channels.email import send
from laerling.outbox.types import OutgoingEmail
from tests.outbox.servers import free_port, inbox, server, silent_after_data

NOW = datetime(2026, 10, 20, 8, tzinfo=UTC)


def mail(to="kari@eksempel.no"):
    return OutgoingEmail(uuid4(), to, "Hei", "Hei\n.Hei\n", "<p>Hei</p>\n", "nb", "http://127.0.0.1:8001/s/x/nei")


def outcomes(mails, port, begin=lambda _n: (), **more):
    found = send(mails, now=NOW, begin=begin, server=server(port), **more)
    return [(outcome.state, outcome.reason) for outcome in found]


def test_send_hands_over_mails_by_one_connection():
    mails = [mail(f"{name}@eksempel.no") for name in ("kari", "ola", "berit")]
    with inbox() as box:
        assert outcomes(mails, box.port) == [("accepted", "")] * 3
    assert box.connections == 1
    assert [to for to, _message in box.mails] == ["kari@eksempel.no", "ola@eksempel.no", "berit@eksempel.no"]
    message = box.mails[0][1]
    assert message["Message-ID"] == f"<{mails[0].message_id}@eksempel.no>"
    assert message.get_body(("plain",)).get_content().split() == ["Hei", ".Hei"]
    assert message["Date"].datetime == NOW


def test_send_tells_a_lasting_refusal_from_a_passing_one_and_goes_on():
    mails = [mail("550@eksempel.no"), mail("451@eksempel.no"), mail("not an address"), mail()]
    with inbox() as box:
        found = outcomes(mails, box.port)
    assert found == [("bounced", "smtp_550"), ("queued", "smtp_451"), ("bounced", "bad_address"), ("accepted", "")]
    assert len(box.mails) == 1


def test_a_connection_lost_after_the_mail_leaves_the_outcome_unknown():
    with silent_after_data() as (port, silent):
        assert outcomes([mail(), mail()], port) == [("unknown", "no_reply"), ("accepted", "")]
    assert silent.taken == 2


def test_a_server_that_is_away_leaves_everything_queued():
    assert outcomes([mail(), mail()], free_port()) == [("queued", "unreachable")] * 2


def test_what_is_not_begun_in_time_comes_back():
    with inbox() as box:
        assert outcomes([mail()], box.port, begin_within=timedelta(seconds=-1)) == [("queued", "not_begun")]
    assert box.mails == []
