"""The drill of killed workers, in short; `./laerling drill dispatch` is the whole of it."""

import os
import subprocess
import sys
from pathlib import Path

DRILL = Path(__file__).parents[2] / "bench" / "drills" / "dispatch.py"


def test_killed_workers_send_nothing_twice_lose_nothing_and_remind_nobody_who_has_answered():
    environment = {name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"}
    ran = subprocess.run(
        [sys.executable, DRILL, "--short"], env=environment, check=False, capture_output=True, text=True, timeout=400
    )
    assert ran.returncode == 0, ran.stderr[-2000:]
    assert ran.stdout.splitlines()[-1] == "twice: 0 lost: 0 wrongly cancelled: 0 reminded after: 0", ran.stdout
