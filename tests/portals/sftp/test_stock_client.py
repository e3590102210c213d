"""A county's area with the sftp program of OpenSSH: what it reads, what it may drop, and everything else refused."""

import csv
import hashlib

import pytest
from django.db import connection
from python_calamine import CalamineWorkbook

from laerling.access.queries import county_scope
from laerling.audit.models import Event
from laerling.kernel import clock
from laerling.register.receipts import queries as kept
from laerling.register.receipts.models import CorrectionReceipt

pytestmark = pytest.mark.django_db(transaction=True)

ASKED, NOT_ASKED = "lister/utvalg-2026-forelopig.csv", "lister/ikke-spurt-2026-forelopig.csv"
SUPERVISORS, FAULTS = "lister/faglige-ledere-2026-forelopig.csv", "feil/feil-2026.csv"
ALL = ("LES-MEG.txt", ASKED, NOT_ASKED, SUPERVISORS, FAULTS, "feil/feil-2026.xlsx")


def table(path):
    return list(csv.reader(path.read_text(encoding="utf-8-sig").splitlines(), delimiter=";"))


def receipts(county="46"):
    return [(row.name, row.n_bytes) for row in kept.receipts(county_scope(county), 2026)]


def happened(what):
    return list(Event.objects.filter(what=what).order_by("at").values_list("scope", "details"))


def test_county_fetches_its_own_lists_and_faults_and_nobody_elses(sftp, password_of, lists_drawn):
    for county, own, others in (("46", "Vera Nr", "Odd Nr"), ("03", "Odd Nr", "Vera Nr")):
        got = sftp(f"fylke{county}", *(f"get {path}" for path in ALL), password=password_of(county))
        assert (got.code, got.err) == (0, "")
        files = {path: (sftp.folder / path.rpartition("/")[2]).read_bytes() for path in ALL}
        text = b"".join(content for path, content in files.items() if path.endswith(".csv")).decode()
        assert own in text
        assert others not in text
        asked, not_asked, supervisors, faults = (
            table(sftp.folder / path.rpartition("/")[2]) for path in (ASKED, NOT_ASKED, SUPERVISORS, FAULTS)
        )
        assert asked[0][:4] == ["Kontraktsnummer", "Navn", "E-post", "Mobil"]
        assert not_asked[0][0] == "Hvorfor ikke"
        assert any("Kontrakten er avsluttet" in line[0] or "lære" in line[0] for line in not_asked[1:])
        assert len(asked) + len(not_asked) - 2 == len(lists_drawn.rows) // 2
        assert supervisors[0][2] == "Faglig leder"
        book = CalamineWorkbook.from_path(sftp.folder / "feil-2026.xlsx").get_sheet_by_index(0).to_python()
        assert len(book) == len(faults)
        assert "Fristen er 30.09.2026 kl. 12.00" in files["LES-MEG.txt"].decode()
    fetched = {(scope, details["file"]) for scope, details in happened("access.area.fetched")}
    assert fetched == {(f"county:{county}", path) for county in ("46", "03") for path in ALL}


def test_area_speaks_the_countys_written_form(sftp, password_of, lists_drawn):
    sftp("fylke46", "get LES-MEG.txt", f"get {NOT_ASKED}", password=password_of("46", "nn"))
    assert "Her ligg filer berre for Vestland fylkeskommune" in (sftp.folder / "LES-MEG.txt").read_text("utf-8-sig")
    assert table(sftp.folder / NOT_ASKED.rpartition("/")[2])[0][0] == "Kvifor ikkje"


def test_empty_area_says_when_the_lists_come(sftp, vestland):
    got = sftp("fylke46", "ls", "ls lister", "ls feil", "ls kvitteringer", "get LES-MEG.txt", password=vestland)
    assert got.err == ""
    assert "LES-MEG.txt" in got.out
    assert "utvalg" not in got.out
    assert "Listene er ikke trukket ennå." in (sftp.folder / "LES-MEG.txt").read_text("utf-8-sig")


def test_listing_tells_the_size_that_is_fetched(sftp, vestland, lists_drawn):
    got = sftp("fylke46", "ls -l lister", f"get {ASKED}", password=vestland)
    line = next(line for line in got.out.splitlines() if "utvalg" in line and line.startswith("-"))
    assert line.split()[:4] == [
        "-r--r--r--",
        "fylke46",
        "fylke46",
        str((sftp.folder / "utvalg-2026-forelopig.csv").stat().st_size),
    ]


OUTSIDE = (
    *("/etc/passwd", "../../../../etc/passwd", "/fylke03/lister/utvalg-2026-forelopig.csv", "../fylke03/LES-MEG.txt"),
    *("lister/../../etc/hostname", "/proc/self/environ", "lister/utvalg-2026-endelig.csv", "lister/%2e%2e/x"),
    "kvitteringer/../../secrets/sftp-host-key",
)


def test_nothing_outside_the_area_has_a_name(sftp, vestland):
    lines = [line for path in OUTSIDE for line in (f"ls {path}", f"get {path} gotten")]
    got = sftp("fylke46", *lines, password=vestland)
    assert got.err.count("not found") == len(lines)
    assert not (sftp.folder / "gotten").exists()


def test_above_the_root_lies_the_root(sftp, vestland):
    got = sftp("fylke46", "cd ..", "pwd", "cd ../../..", "pwd", "cd lister", "cd ..", "pwd", password=vestland)
    assert got.out.count("Remote working directory: /\n") == 3
    assert got.err == ""


def test_nothing_of_ours_can_be_changed(sftp, vestland, lists_drawn):
    (sftp.folder / "own.txt").write_text("hei")
    before = sftp("fylke46", "ls -lR", "ls -l lister", "ls -l feil", password=vestland).out
    tries = (
        *("rm LES-MEG.txt", f"rm {ASKED}", f"rename {ASKED} kvitteringer/x.csv", "rename LES-MEG.txt LES.txt"),
        *("mkdir nytt", "mkdir kvitteringer/under", "rmdir lister", "rmdir kvitteringer"),
        *("ln -s /etc/passwd kvitteringer/lenke", f"ln {ASKED} kvitteringer/lenke", "ln -s LES-MEG.txt lenke"),
        *("chmod 777 LES-MEG.txt", f"chmod 600 {ASKED}", "chown 0 LES-MEG.txt", "chgrp 0 lister"),
        *("put own.txt LES-MEG.txt", f"put own.txt {ASKED}", "put own.txt lister/own.txt", "put own.txt own.txt"),
        *("put own.txt kvitteringer/under/own.txt", "put own.txt /etc/own.txt", "put own.txt ../own.txt"),
        *("df", "chmod 777 kvitteringer"),
    )
    got = sftp("fylke46", *tries, password=vestland)
    assert sftp("fylke46", "ls -lR", "ls -l lister", "ls -l feil", password=vestland).out == before
    complaints = [
        line
        for line in got.err.splitlines()
        if "ermission denied" in line or "o such file" in line or "nsupported" in line or "not support" in line
    ]
    assert len(complaints) >= len(tries) - 1, got.err
    assert "Her kan du hente filer og legge kvitteringer i mappen kvitteringer. Ingenting annet kan endres." in got.err
    assert not CorrectionReceipt.objects.exists()


def test_receipt_is_dropped_listed_and_never_read_back(sftp, vestland):
    content = b"rettet \x00\xff" * 50_000
    (sftp.folder / "kvittering æ.pdf").write_bytes(content)
    got = sftp(
        "fylke46",
        'put "kvittering æ.pdf" kvitteringer/',
        "ls -l kvitteringer",
        'get "kvitteringer/kvittering æ.pdf" back',
        'reget "kvitteringer/kvittering æ.pdf" back',
        'rm "kvitteringer/kvittering æ.pdf"',
        'rename "kvitteringer/kvittering æ.pdf" kvitteringer/annet.pdf',
        'ln "kvitteringer/kvittering æ.pdf" kvitteringer/lenke',
        'cp "kvitteringer/kvittering æ.pdf" kvitteringer/kopi.pdf',
        'put "kvittering æ.pdf" kvitteringer/',
        password=vestland,
    )
    assert f" {len(content)} " in got.out
    assert "Kvitteringer kan ikke leses tilbake her." in got.err
    assert "Det er alt levert en fil med dette navnet." in got.err
    assert not (sftp.folder / "back").exists() or (sftp.folder / "back").stat().st_size == 0
    assert receipts() == [("kvittering æ.pdf", len(content))]
    row = kept.receipts(county_scope("46"), 2026)[0]
    assert kept.receipt(county_scope("46"), row.id)[1] == content
    assert row.sha256 == hashlib.sha256(content).hexdigest()
    ((scope, details),) = happened("register.receipt.handed_in")
    assert (scope, set(details)) == ("county:46", {"n_bytes", "sha256"})


def test_another_county_does_not_see_that_there_is_a_receipt(sftp, vestland, password_of):
    (sftp.folder / "hemmelig.txt").write_text("x")
    sftp("fylke46", "put hemmelig.txt kvitteringer/", password=vestland)
    got = sftp(
        "fylke03",
        "ls kvitteringer",
        "get kvitteringer/hemmelig.txt back",
        "put hemmelig.txt kvitteringer/",
        password=password_of("03"),
    )
    assert "hemmelig" not in got.out.partition("get kv")[0].partition("ls kvitteringer")[2]
    assert "not found" in got.err
    assert "alt levert" not in got.err
    assert receipts("03") == receipts("46") == [("hemmelig.txt", 1)]


def test_times_and_rights_that_programs_set_on_their_new_receipt_change_nothing(sftp, vestland):
    (sftp.folder / "a.txt").write_text("x")
    got = sftp(
        "fylke46", "put -p a.txt kvitteringer/", "chmod 777 kvitteringer/a.txt", "ls -l kvitteringer", password=vestland
    )
    assert got.err == ""
    assert "--w-------" in got.out
    again = sftp("fylke46", "chmod 777 kvitteringer/a.txt", password=vestland)
    assert "ermission denied" in again.err


def test_larger_receipts_of_winscp_get_their_own_name(sftp, vestland):
    (sftp.folder / "b.filepart").write_text("x")
    got = sftp(
        "fylke46",
        "put b.filepart kvitteringer/stor.pdf.filepart",
        "rename kvitteringer/stor.pdf.filepart kvitteringer/stor.pdf",
        "rename kvitteringer/stor.pdf kvitteringer/annen.pdf",
        password=vestland,
    )
    assert got.err.count("ermission denied") == 1
    assert receipts() == [("stor.pdf", 1)]


def test_upload_without_an_end_is_cut_off_and_nothing_of_it_is_kept(sftp, vestland):
    with (sftp.folder / "huge").open("wb") as file:
        file.truncate(2**40)
    with (sftp.folder / "limit").open("wb") as file:
        file.truncate(10 * 2**20)
    got = sftp("fylke46", "put huge kvitteringer/", "ls -l kvitteringer", "put limit kvitteringer/", password=vestland)
    assert "Filen er større enn 10 MB. Ingenting av den er lagret." in got.err
    assert "ailure" in got.err
    assert receipts() == [("limit", 10 * 2**20)]


def test_empty_file_is_refused(sftp, vestland):
    (sftp.folder / "empty").touch()
    got = sftp("fylke46", "put empty kvitteringer/", password=vestland)
    assert "Filen er tom." in got.err
    assert receipts() == []


def test_after_the_deadline_receipts_are_refused_with_the_reason_and_whom_to_ask(sftp, vestland):
    (sftp.folder / "a.txt").write_text("x")
    clock.set_demo_clock(clock.oslo_instant(clock.date(2026, 9, 30), clock.time(12)))
    got = sftp("fylke46", "put a.txt kvitteringer/", "ls", password=vestland)
    assert "Fristen for å rette var 30. september 2026 12:00" in got.err
    assert "post@eksempel.no" in got.err
    assert "LES-MEG.txt" in got.out
    assert receipts() == []


def test_receipt_under_way_at_the_deadline_is_late(sftp, vestland, server):
    (sftp.folder / "slow").write_bytes(b"x" * 400_000)
    client = sftp.stays("fylke46", password=vestland)
    client.stdin.write("put slow kvitteringer/\nls\n")
    client.stdin.flush()
    clock.set_demo_clock(clock.oslo_instant(clock.date(2026, 9, 30), clock.time(12)))
    client.communicate("bye\n", timeout=30)
    assert len(receipts()) <= 1  # in time or not, but never half
    assert all(size == 400_000 for _name, size in receipts())


def test_nothing_but_sftp_is_served(sftp, vestland, key_of, server):
    import subprocess

    key = key_of("46")
    base = [
        *(
            "ssh",
            "-F",
            "none",
            "-p",
            str(server.port),
            "-i",
            str(key),
            "-o",
            "IdentitiesOnly=yes",
            "-o",
            "BatchMode=yes",
        ),
        *("-o", f"UserKnownHostsFile={sftp.known_hosts}"),
    ]

    def ssh(*arguments):
        ran = subprocess.run(
            [*base, *arguments], capture_output=True, text=True, timeout=20, check=False, stdin=subprocess.DEVNULL
        )
        return ran.returncode, ran.stdout, ran.stderr

    for arguments in (["fylke46@127.0.0.1", "id"], ["fylke46@127.0.0.1"], ["-tt", "fylke46@127.0.0.1"]):
        code, out, _err = ssh(*arguments)
        assert code != 0
        assert out == ""
    assert ssh("-s", "fylke46@127.0.0.1", "shell")[0] != 0
    assert ssh("-W", "127.0.0.1:22", "fylke46@127.0.0.1")[0] != 0
    assert ssh("-N", "-o", "ExitOnForwardFailure=yes", "-R", "0:127.0.0.1:22", "fylke46@127.0.0.1")[0] != 0


def test_many_more_rows_ask_no_more_of_the_database(lists_drawn, settings):
    from django.test.utils import CaptureQueriesContext

    from laerling.portals.sftp import files
    from laerling.rounds import queries as rounds

    def asked(county):
        with CaptureQueriesContext(connection) as seen:
            for file in files.files(county_scope(county), rounds.get(2026), "nb").values():
                file.make()
        return len(seen.captured_queries)

    few, many = asked("18"), asked("46")
    assert many == few <= 16
