"""The table printed at the end, and the ratios."""

from typing import Any


def _by_name(estate: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {figure["name"]: figure for figure in estate["figures"]}


def print_report(results: dict[str, Any]) -> None:
    """Print one table an estate and the comparison of the largest with the smallest."""
    for estate in results["estates"]:
        figures = _by_name(estate)
        floor = figures["floor"]["perSecond"]
        print(f"\n{estate['name']}  {estate['load']}")
        print(f"  {'':24}{'pages/s':>9}{'of floor':>10}{'p50':>9}{'p95':>9}{'p99':>9} ms")
        for name, figure in figures.items():
            share = figure["perSecond"] / floor if floor else 0
            print(
                f"  {name:24}{figure['perSecond']:9.1f}{share:10.2f}{figure['p50']:9.2f}"
                f"{figure['p95']:9.2f}{figure['p99']:9.2f}"
            )
        print(f"  {estate['shared']}")
        print(f"  found: {estate['found']}")
        print(f"  signing in: {estate['signIn']}")
        print(f"  follow: {estate['follow']}")
        print(f"  into NOMIS: {estate['writes']}")
    print(f"\nstreams: {results['streams']}")
    print(f"recommendation: {results['recommendation']}")
    if len(results["estates"]) > 1:
        first, last = _by_name(results["estates"][0]), _by_name(results["estates"][-1])
        print(f"\np95 at {results['estates'][-1]['name']} over p95 at {results['estates'][0]['name']}:")
        for name in first:
            if first[name]["p95"]:
                print(f"  {name:24}{last[name]['p95'] / first[name]['p95']:6.2f}")
