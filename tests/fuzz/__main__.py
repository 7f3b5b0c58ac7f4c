"""`make fuzz`: reads ten thousand order files with mistakes in them; says which seeds went wrong."""

import argparse
import random
import sys
import tempfile
from pathlib import Path

from tests.fuzz.running import run

EVERY = 1000


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description=__doc__)
    parser.add_argument("--count", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=random.randrange(10**9), help="of the first file")
    chosen = parser.parse_args()
    print(f"seeds {chosen.seed} to {chosen.seed + chosen.count - 1}", flush=True)
    faults = 0
    with tempfile.TemporaryDirectory() as name:
        for begin in range(chosen.seed, chosen.seed + chosen.count, EVERY):
            count = min(EVERY, chosen.seed + chosen.count - begin)
            for fault in run(Path(name), begin, count):
                faults += 1
                print(f"seed {fault.seed}, {fault.kind}: {fault.what}", flush=True)
            print(f"{begin + count - chosen.seed} read", flush=True)
    print(f"{faults} faults")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
