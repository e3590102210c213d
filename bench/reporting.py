"""How long a page of results takes the server, with 14 rounds and 300 units in the database (decision 0035).

Every kind of page is asked for as directorate, county and office, each unit and item by chance, through the whole stack
from address to markup; what a process does once, such as reading templates, is done before. What it does once a round,
looking for special findings, is measured by itself. The ratio is the median in
milliseconds beside the goal of 100: below 1 it is met.
"""

import random
import statistics
import sys
import time
from datetime import date
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
from reporting_data import OFFICES, YEARS, fill

from laerling.config import throwaway

ROUNDS = 12
GOAL_MS = 100


def main() -> None:
    """Measure and print; the last line is the ratio."""
    with throwaway.home():
        from django.core.management import call_command  # noqa: PLC0415  once Django is up

        call_command("collectstatic", "--no-input", verbosity=0)
        started = time.perf_counter()
        fill()
        print(f"{len(YEARS)} rounds written in {time.perf_counter() - started:.1f} s")
        browsers = _browsers()
        rng = random.Random(1)  # noqa: S311  which pages are asked for
        for _ in range(2):
            _walk(browsers, rng)
        times: dict[str, list[float]] = {}
        for _ in range(ROUNDS):
            for page, ms in _walk(browsers, rng):
                times.setdefault(page, []).append(ms)
        for page, found in sorted(times.items()):
            worst = sorted(found)[int(len(found) * 0.95)]
            print(f"{page:12} median {statistics.median(found):6.1f} ms   95 % {worst:6.1f} ms   {len(found)} pages")
        median = statistics.median(ms for found in times.values() for ms in found)
        _first_looks(browsers)
        print(f"all pages: median {median:.1f} ms")
        print(f"ratio: {median / GOAL_MS:.2f}")


def _browsers():  # noqa: ANN202
    """Return a browser for each of three people, with the unit whose pages each opens."""
    from allauth.account.internal.flows.login import record_authentication  # noqa: PLC0415
    from django.contrib.auth.signals import user_logged_in  # noqa: PLC0415
    from django.test import Client  # noqa: PLC0415

    from laerling.access import actions as access  # noqa: PLC0415
    from laerling.access.policy import ALL_TASKS  # noqa: PLC0415
    from laerling.kernel import clock  # noqa: PLC0415
    from laerling.kernel.types import SYSTEM  # noqa: PLC0415

    def shown(sender, request, user, **given):  # noqa: ANN001, ANN003, ANN202, ARG001
        if request is not None and "REQUEST_METHOD" not in request.META:
            record_authentication(request, user, "password")
            record_authentication(request, user, "mfa", type="totp")

    user_logged_in.connect(shown, weak=False)
    found = []
    for kind, code in (("nation", ""), ("county", "46"), ("office", OFFICES[9])):
        account = access.create_account(
            email=f"{kind}@eksempel.no",
            name="Kari",
            password="et langt passord",  # noqa: S106  of a database that is thrown away
            by=SYSTEM,
            now=clock.now(),
        )
        access.grant(
            account=account, roles=ALL_TASKS[kind], unit_kind=kind, unit_code=code, valid_from=date(2020, 1, 1),
            why="", by=SYSTEM, now=clock.now(),
        )  # fmt: skip
        client = Client(SERVER_NAME="localhost", HTTP_HOST="localhost")
        client.force_login(account)
        found.append((client, "nation" if kind == "nation" else f"{kind}/{code}"))
    return found


def _first_looks(browsers) -> None:  # noqa: ANN001
    """Print how long the first look at a round's special findings takes a process: they are looked for once."""
    from laerling.reports.findings.levels import found_at  # noqa: PLC0415

    for client, own in browsers:
        found_at.cache_clear()
        started = time.perf_counter()
        client.get(f"/resultater/{YEARS[-1]}/{own}/")
        print(f"first look at {own:16} {1000 * (time.perf_counter() - started):6.1f} ms")


def _walk(browsers, rng):  # noqa: ANN001, ANN202
    """Ask each person's browser for each kind of page once, and yield the page and the milliseconds."""
    from laerling.questionnaire import queries as questionnaires  # noqa: PLC0415

    for client, own in browsers:
        # Vestland is as old as 2020.
        year = rng.choice([one for one in YEARS if one >= 2020 or own != "county/46"])
        version = questionnaires.held_in("apprentice", year)
        index, question = rng.choice(version.indices).code, rng.choice(version.questions).code
        theme = rng.choice(version.pages).code
        of = f"office/{rng.choice(OFFICES)}" if own == "nation" and rng.random() < 0.5 else own
        base = f"/resultater/{year}/{of}/"
        pages = {
            "overview": base,
            "index": f"{base}indeks/{index}/",
            "themes": f"{base}tema/",
            "theme": f"{base}tema/{theme}/",
            "question": f"{base}sporsmal/{question}/",
            "breakdown": f"{base}fordelt/?mal={index}",
            "by trade": f"{base}fordelt/?mal={question}&pa=" + ("programme" if of.startswith("office") else "trade"),
            "years": f"{base}over-tid/?mal={index}",
            "compare": f"{base}sammenlign/?med=office/{rng.choice(OFFICES)}",
            "variation": f"{base}variasjon/",
            "findings": f"{base}funn/",
        }
        for page, address in pages.items():
            started = time.perf_counter()
            response = client.get(address)
            ms = 1000 * (time.perf_counter() - started)
            if response.status_code != 200:
                raise SystemExit(f"{address} answered {response.status_code}.")
            yield page, ms


if __name__ == "__main__":
    main()
