"""`make bench`: build the estates, measure, print a table, write var/bench.json."""

import argparse
import json
import os
import platform
import sys
from pathlib import Path

from bench.estates import SIZES, prepare
from bench.measurements import measure_estates
from bench.recommendation import measure_recommendation
from bench.report import print_report
from bench.streams import measure_streams

RESULTS = Path("var/bench.json")


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--sizes", nargs="+", choices=list(SIZES), default=list(SIZES))
    parser.add_argument("--seconds", type=float, default=3.0, help="length of each of the five rounds of a figure")
    chosen = parser.parse_args()
    server = os.environ.get("DATABASE_URL")
    if not server:
        print("Set DATABASE_URL to a PostgreSQL server on which databases may be made.", file=sys.stderr)
        return 2
    results: dict[str, object] = {
        "machine": {"cores": os.cpu_count(), "python": platform.python_version()},
        "estates": [],
    }
    estates = []
    for name in chosen.sizes:
        print(f"== {name}: {SIZES[name].in_custody:,} in custody of {SIZES[name].records:,}", flush=True)
        estates.append(prepare(SIZES[name], server))
    results["estates"] = measure_estates(estates, seconds=chosen.seconds)
    results["streams"] = measure_streams(estates[0].database_url)
    results["recommendation"] = measure_recommendation()
    RESULTS.parent.mkdir(exist_ok=True)
    RESULTS.write_text(json.dumps(results, indent=1))
    print_report(results)
    print(f"\nWritten to {RESULTS}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
