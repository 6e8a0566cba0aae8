"""How long signing in takes beyond the password hash, which is slow on purpose."""

import re
import subprocess
import sys
import time
from typing import Any

import requests

from bench.estates import Estate

TIMES = 60
PASSWORD = "a long password for measuring"


def measure_sign_in(estate: Estate, port: int) -> dict[str, Any]:
    """Milliseconds of the whole POST that signs in, of one password hash on the same machine, and their difference."""
    hashed = subprocess.run(
        [sys.executable, "-m", "bench.hashing"], env=estate.environment, check=True, capture_output=True, text=True
    )
    hash_p50 = float(hashed.stdout.split()[-1])
    took = []
    for _ in range(TIMES):
        browser = requests.Session()
        page = browser.get(f"http://127.0.0.1:{port}/sign-in", headers={"Host": "localhost"}, timeout=10).text
        token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)
        assert token
        form = {"csrfmiddlewaretoken": token[1], "username": "BENCH_OFFICER", "password": PASSWORD, "next": "/"}
        cookie = {"Host": "localhost", "Cookie": f"csrftoken={browser.cookies['csrftoken']}"}
        started = time.perf_counter()
        answer = browser.post(
            f"http://127.0.0.1:{port}/sign-in", form, headers=cookie, allow_redirects=False, timeout=10
        )
        took.append((time.perf_counter() - started) * 1000)
        assert answer.status_code == 302, answer.status_code
    ordered = sorted(took)
    p50, p95 = ordered[len(ordered) // 2], ordered[int(len(ordered) * 0.95)]
    return {
        "times": TIMES,
        "hash": round(hash_p50, 1),
        "p50": round(p50, 1),
        "p95": round(p95, 1),
        "p95BeyondTheHash": round(p95 - hash_p50, 1),
    }
