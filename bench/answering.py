"""What answering costs: whole surveys over HTTP against the answering site as it is deployed, beside a bare Django floor.

Both sites run on the same server program with the same settings, beside one PostgreSQL 18, in one run. Respondents open
their link, start, answer every page that applies to them, look over, deliver; a survey counts when the thank-you page
came. Measured: processor time of the site's processes and PostgreSQL's for each completion, alternating, median of three
pairs; completions a second and times of requests at 1, 8, 32 and 128 at once. Afterwards nothing may be lost or doubled:
flags = ballots = thanks. The last line is the ratio of processor time, ours to the floor's.

  --short     some seconds, for the tests
  --growth    ours again with ten times the invitations
  --wave      a national SMS wave, and ten times that offered
  --slow      two thousand half-sent bodies, with nginx before the site (deploy/nginx.conf)
  --room      sixty people in one room press at once to take their seats

Of the last four as many as are named, one after the other; the comparison is left out then.

Goals: ratio at most 1.5, aim 0.7; completions at least 0.65 of the floor's; p99 at most 100 ms at 8; at 128 nothing
lost, and 0.9 of the rate at 8.
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from laerling.config import throwaway
from laerling.config.env import PROJECT

HERE = Path(__file__).parent
sys.path[:0] = [str(HERE), str(PROJECT)]

from answers import proxy, room, sites  # noqa: E402  beside this file
from mail import servers  # noqa: E402  the same

N = 20_000
N_SHORT = 600
N_FEW = 3_000
PAIRS = 3
SECONDS = 12.0
AT_ONCE = (1, 8, 32, 128)
# A tenth of 25,000 people come in the first three minutes after an SMS; they think for a while before each button.
PER_SECOND = 25_000 / 10 / 180
WAVE_SECONDS = 45.0
THINK = 1.5
N_HALF_SENT = 2_000
OPEN = datetime(2026, 10, 20, 8, tzinfo=UTC)
SURVEY = PROJECT / "src/laerling/questionnaire/data/apprentice-2026.toml"


@dataclass
class Site:
    """One site, the links not yet used, and what came of those that were."""

    name: str
    port: int
    pid: int
    postgres: int
    tokens: list[str]
    thanked: int = 0

    def run(self, at_once: int, seconds: float, *, most: int = 4_000) -> dict[str, Any]:
        """Let people answer for some seconds, and return the tally with the processor time it took."""
        before = sites.processor_seconds(self.pid), sites.processor_seconds(self.postgres)
        tally = respondents(loop="closed", port=self.port, tokens=self.tokens[:most], at_once=at_once, seconds=seconds)
        python = sites.processor_seconds(self.pid) - before[0]
        database = sites.processor_seconds(self.postgres) - before[1]
        self.thanked += tally["thanked"]
        del self.tokens[: tally["begun"]]
        if tally["failed"]:
            print(f"{self.name}: failed {tally['failed']}")
        n = max(1, tally["thanked"])
        return tally | {"rate": n / tally["seconds"], "python": python / n * 1000, "database": database / n * 1000}


def respondents(**told: Any) -> dict[str, Any]:
    """Run the respondents in a process of their own, and return their tally."""
    ran = subprocess.run(
        [sys.executable, str(HERE / "answers" / "client.py")],
        input=json.dumps(told),
        text=True,
        check=True,
        stdout=subprocess.PIPE,
    )
    tally: dict[str, Any] = json.loads(ran.stdout)
    return tally


def main() -> None:
    """Measure and print; the last line is the ratio."""
    parser = argparse.ArgumentParser(
        prog="./laerling bench answering",
        description=f"{__doc__.splitlines()[0]} Of {', '.join(MORE)} as many as are named, one after the other.",
    )
    parser.add_argument("--short", action="store_true", help="some seconds, for the tests")
    for name, measure in MORE.items():
        parser.add_argument(f"--{name}", action="store_true", help=(measure.__doc__ or "").partition("; ")[0])
    asked = parser.parse_args()
    more = [name for name in MORE if getattr(asked, name)]
    with throwaway.home() as home, ExitStack() as stack:
        if asked.slow:
            proxy.require_nginx()
        tokens = make_round(
            home, N_SHORT if asked.short else N_FEW if more and not {"growth", "wave"} & set(more) else N
        )
        port = servers.free_port()
        pid = stack.enter_context(sites.ours(port, home / "ours.log"))
        servers.wait_for(port, seconds=60)
        ours = Site("ours", port, pid, sites.postgres(home), list(tokens))
        if more:
            _more(more, ours, home)
            return
        url = os.environ["DATABASE_URL"]
        sites.make_floor(url, SURVEY, tokens)
        floors = []
        for name, is_direct in (("floor", False), ("floor, next page at once", True)):
            port = servers.free_port()
            pid = stack.enter_context(sites.floor(port, url, SURVEY, home / "floor.log", is_direct=is_direct))
            servers.wait_for(port, seconds=60)
            floors.append(Site(name, port, pid, sites.postgres(home), []))
        for floor, share in zip(floors, (tokens[: len(tokens) * 3 // 4], tokens[len(tokens) * 3 // 4 :]), strict=True):
            floor.tokens = share
        ratio = _compare(ours, *floors, seconds=1.0 if asked.short else SECONDS)
        _verify(ours, floors, url)
        print(f"memory: ours {sites.memory_mib(ours.pid):.0f} MiB, floor {sites.memory_mib(floors[0].pid):.0f} MiB")
        print(f"ratio: {ratio:.2f}")


def _more(names: list[str], ours: Site, home: Path) -> None:
    """Measure what was asked for beyond the comparison, one after the other; the last line is the last one's ratio."""
    ratio = 0.0
    for name in names:
        ratio = MORE[name](ours, home)
        print(f"{name}: {ratio:.2f}")
    n_flags, n_ballots = _counts()
    print(f"ours: flags {n_flags}, answers {n_ballots}, thanks {ours.thanked}")
    if not n_flags == n_ballots == ours.thanked:
        raise RuntimeError(n_flags, n_ballots, ours.thanked)
    print(f"ratio: {ratio:.2f}")


def _growth(ours: Site, home: Path) -> float:
    """Return the processor time of a completion with ten times the invitations, to that before."""
    ours.run(8, SECONDS / 2)
    few = [_cost(ours.run(8, SECONDS)) for _ in range(PAIRS)]
    ours.tokens = make_round(home, 9 * N, is_more=True)
    ours.run(8, SECONDS / 2)
    many = [_cost(ours.run(8, SECONDS)) for _ in range(PAIRS)]
    print(f"{N} invitations: {statistics.median(few):.1f} ms CPU, {10 * N}: {statistics.median(many):.1f} ms")
    return statistics.median(many) / statistics.median(few)


def _wave(ours: Site, _home: Path) -> float:
    """Let a national wave arrive, and ten times that; return the worst of the halfway pages' p99, ten times to once."""
    ours.run(4, 3)
    p99 = []
    print(
        f"{'people a second':>16} {'came':>6} {'thanked':>8} {'asked to come again':>20} {'on the way':>11} {'failed':>7}"
        f" {'p50':>7} {'p99 ms':>7} {'the 503 p99':>12} {'load':>6}"
    )
    for factor in (1, 10):
        seconds = WAVE_SECONDS
        tokens = ours.tokens[: int(PER_SECOND * factor * seconds * 1.3)]
        tally = respondents(
            loop="open", port=ours.port, tokens=tokens, per_second=PER_SECOND * factor, seconds=seconds, think=THINK
        )
        del ours.tokens[: len(tokens)]
        ours.thanked += tally["thanked"]
        times, shed = sorted(tally["times"]) or [0.0], sorted(tally["shed_times"]) or [0.0]
        p99.append(times[int(len(times) * 0.99)])
        n_failed = sum(n for status, n in tally["failed"].items() if status != "503")
        print(
            f"{PER_SECOND * factor:>16.0f} {tally['begun']:>6} {tally['thanked']:>8} {tally['shed_at_the_door']:>20}"
            f" {tally['shed_on_the_way']:>11} {n_failed:>7} {times[len(times) // 2]:>7.1f} {p99[-1]:>7.1f}"
            f" {shed[int(len(shed) * 0.99)]:>12.1f} {os.getloadavg()[0]:>6.1f}"
        )
    return p99[1] / p99[0]


def _slow(ours: Site, _home: Path) -> float:
    """Hold two thousand half-sent forms, with nginx before the site; return p99 of others' pages, to that without."""
    port, direct = servers.free_port(), ours.port
    print(proxy.serves_over_tls(direct))
    with proxy.nginx(port, direct):
        servers.wait_for(port)
        ours.port = port
        ours.run(4, 3)
        p99 = []
        for n in (0, N_HALF_SENT):
            with proxy.half_sent(port, n) as held:
                run = ours.run(8, SECONDS)
                times = sorted(run["times"] + run["door_times"])
                p99.append(times[int(len(times) * 0.99)])
                print(
                    f"{len(held)} half-sent forms: {run['rate']:.1f}/s, p50 {times[len(times) // 2]:.1f} p99 {p99[-1]:.1f} ms"
                )
    ours.port = direct
    return p99[1] / p99[0]


def _room(ours: Site, _home: Path) -> float:
    """Let sixty people take their seats in the same instant, ten times; return p99 to what one alone waits."""
    numbers = room.make(room.AT_ONCE)
    alone = [room.claims(ours.port, [number])[0] for number in numbers]
    times = sorted(one for _ in range(10) for one in room.claims(ours.port, numbers))
    p50, p99 = (times[int(len(times) * share)] for share in (0.5, 0.99))
    print(f"{room.AT_ONCE} claims at once: p50 {p50:.0f} p99 {p99:.0f} ms; alone {statistics.median(alone):.1f} ms")
    return p99 / statistics.median(alone)


# Beyond the comparison, in the order in which they are measured: the one that adds invitations comes last.
MORE: dict[str, Callable[[Site, Path], float]] = {"room": _room, "slow": _slow, "wave": _wave, "growth": _growth}


def _cost(run: dict[str, Any]) -> float:
    return float(run["python"] + run["database"])


def _compare(ours: Site, floor: Site, direct: Site, *, seconds: float) -> float:
    for site in (ours, floor, direct):
        site.run(4, min(2.0, seconds))
    costs = []
    for _ in range(PAIRS):
        runs = [site.run(8, seconds) for site in (ours, floor)]
        costs.append([run["python"] + run["database"] for run in runs])
        for site, run in zip((ours, floor), runs, strict=True):
            _print(site.name, 8, run)
    _print(direct.name, 8, at_once := direct.run(8, seconds))
    print(f"load: {os.getloadavg()[0]:.1f}")
    rates: dict[tuple[str, int], float] = {}
    for n in AT_ONCE:
        for site in (ours, floor):
            run = site.run(n, seconds)
            rates[site.name, n] = run["rate"]
            _print(site.name, n, run)
    print(f"completions at 8: {rates['ours', 8] / rates['floor', 8]:.2f} of the floor's")
    print(f"ours at 128: {_held(ours, seconds):.2f} of the rate at 8, median of {PAIRS} pairs")
    cost = statistics.median(ours_one for ours_one, _ in costs)
    print(
        f"beside the floor that answers with the next page at once: {cost / (at_once['python'] + at_once['database']):.2f}"
    )
    return statistics.median(ours_one / floor_one for ours_one, floor_one in costs)


def _held(ours: Site, seconds: float) -> float:
    """Return the rate at 128 to that at 8: of pairs one after the other, since the machine's own pace drifts."""
    pairs = [[ours.run(n, seconds / 2)["rate"] for n in (8, 128)] for _ in range(PAIRS)]
    return statistics.median(many / few for few, many in pairs)


def _print(name: str, at_once: int, run: dict[str, Any]) -> None:
    times = sorted(run["times"] + run["door_times"])
    p50, p95, p99 = (times[min(len(times) - 1, int(len(times) * share))] for share in (0.5, 0.95, 0.99))
    cost = (
        f"{run['python'] + run['database']:5.1f} ms CPU ({run['python']:.1f} Python, {run['database']:.1f} PostgreSQL)"
    )
    requests = run["requests"] / max(1, run["thanked"])
    print(
        f"{name:>24} {at_once:>4} at once: {run['rate']:6.1f}/s {cost}, {requests:.1f} requests,"
        f" p50 {p50:.1f} p95 {p95:.1f} p99 {p99:.1f} ms"
    )


def _verify(ours: Site, floors: list[Site], url: str) -> None:
    """Check that nothing was lost and nothing doubled. Raises RuntimeError."""
    n_flags, n_ballots = _counts()
    counted = {"ours": (n_flags, n_ballots, ours.thanked)}
    counted["floor"] = (*sites.floor_counts(url, SURVEY), sum(floor.thanked for floor in floors))
    for name, counts in counted.items():
        print(f"{name}: flags {counts[0]}, answers {counts[1]}, thanks {counts[2]}")
        if len(set(counts)) != 1:
            raise RuntimeError(name, counts)


def _counts() -> tuple[int, int]:
    from django.db import connection  # noqa: PLC0415  once Django is up

    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT (SELECT count(*) FROM invitations_invitation WHERE answered), (SELECT count(*) FROM responses_intake)"
        )
        n_flags, n_ballots = cursor.fetchone()
    return n_flags, n_ballots


def make_round(home: Path, n: int, *, is_more: bool = False) -> list[str]:
    """Open the round with its key and n people invited, and return their links' tokens."""
    from django.db import connection  # noqa: PLC0415  the same
    from tests.invitations.people import OFFICE, invited, office  # noqa: PLC0415  once Django is up

    from laerling.demo.build.answering import prove  # noqa: PLC0415  the same
    from laerling.invitations.keys import link_key  # noqa: PLC0415  the same
    from laerling.invitations.tokens import token  # noqa: PLC0415  the same
    from laerling.kernel.types import SYSTEM  # noqa: PLC0415  the same
    from laerling.responses import actions  # noqa: PLC0415  the same
    from laerling.sample.models import SampleMember  # noqa: PLC0415  the same

    office()
    people = invited(n, office_orgnr=OFFICE)
    SampleMember.objects.update(
        profile={"county": "46", "office": OFFICE, "programme": "BA", "trade": "TOMRE3----", "gender": "K", "kind": "L"}
    )
    if not is_more:
        made = actions.make_round_key(round_year=2026, to=home / "holders", by=SYSTEM, now=OPEN)
        prove(2026, made.files, OPEN)
    with connection.cursor() as cursor:
        # Whether a round is open is told by the database's clock: the measurement runs on any day.
        cursor.execute("UPDATE kernel_clock SET clock_offset = %s - clock_timestamp()", [OPEN])
        cursor.execute("VACUUM ANALYZE")
        cursor.execute("CHECKPOINT")
    key = link_key(2026)
    return [token(key, person.pk, 1) for person in people]


if __name__ == "__main__":
    main()
