"""Counters and timings for /metrics, by route: never by address."""

from prometheus_client import Counter, Histogram

requests = Counter("dps_requests_total", "Requests answered", ["method", "route", "status"])
seconds = Histogram(
    "dps_request_seconds",
    "Time to answer",
    ["route"],
    buckets=(0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5),
)
_METHODS = {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"}


def observe(method: str, route: str, status: int, took: float) -> None:
    """Count one request. `took` in seconds. A made-up method makes no figure of its own."""
    requests.labels(method if method in _METHODS else "other", route, str(status)).inc()
    seconds.labels(route).observe(took)
