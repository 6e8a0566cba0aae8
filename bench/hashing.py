"""Prints how many milliseconds one check of a password takes, as it is set up for production."""

import os
import time

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bench.settings")
django.setup()

from django.contrib.auth.hashers import check_password, make_password  # noqa: E402

kept = make_password("a long password for measuring")
took = []
for _ in range(40):
    started = time.perf_counter()
    check_password("a long password for measuring", kept)
    took.append((time.perf_counter() - started) * 1000)
print(sorted(took)[len(took) // 2])
