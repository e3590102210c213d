"""How fast a dispatch leaves, beside a bare SMTP loop that hands over the same bytes to the same server.

20,000 personal mails, from the order to the last one settled. Two servers: Debian's `smtp-sink`, which takes everything
at once, beside one connection that waits for each reply; and a real Postfix that writes every mail to disk and discards
it, ours over four connections beside the bare loop over four. Alternating in one run on a throwaway database; the ratio
is the median. Also: most memory at 2,000 and at 20,000, and how long an answering page takes meanwhile.

Goals: 0.20 at least of the sink's pace (the last line), 0.9 of Postfix's, memory flat. Needs Debian's package postfix.
"""

import sys
from pathlib import Path

from laerling.config import throwaway

N = 20_000
N_POSTFIX = 4_000
N_FEW = 2_000
PAIRS = 3
LINES = 4
HOST = "127.0.0.1"
BARE, POSTFIX, SERVERS = "--bare", "--postfix", Path(__file__).parent / "servers"


def main() -> None:
    """Measure and print; the last line is the ratio."""
    sys.path.insert(0, str(Path(__file__).parent))
    from servers import mail  # noqa: PLC0415  beside this file

    mail.require_postfix()
    with throwaway.home() as home:
        people = _people()
        mails = home / "mails"
        with mail.sink() as port:
            _write_down(port, people, mails)
            sink = _pairs(port, people, mails, n=N, lines=1)
            _memory(port, people)
            _page_meanwhile(port, people)
        with mail.postfix(home / "postfix") as port:
            postfix = _pairs(port, people, mails, n=N_POSTFIX, lines=LINES)
        print(f"ratio to Postfix over {LINES} connections: {postfix:.2f}")
        print(f"ratio: {sink:.2f}")


if __name__ == "__main__":
    main()
