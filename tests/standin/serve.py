"""The stand-in in a process of its own: `python -m tests.standin.serve LATENCY_S`.

Says its address; for every line read, how many texts it has taken and how many are no repeats.
"""

from __future__ import annotations

import sys
from collections import Counter

from tests.standin.twilio import TwilioStandIn


def main() -> None:
    with TwilioStandIn(latency_s=float(sys.argv[1])) as twilio:
        sys.stdout.write(f"{twilio.base_url}\n")
        sys.stdout.flush()
        for _ in sys.stdin:
            taken = Counter(text.fields["Body"] + text.fields["To"] for text in twilio.texts)
            sys.stdout.write(f"{sum(taken.values())} {len(taken)}\n")
            sys.stdout.flush()


if __name__ == "__main__":
    main()
