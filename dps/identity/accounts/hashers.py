from django.conf import settings
from django.contrib.auth.hashers import Argon2PasswordHasher


class PrisonArgon2Hasher(Argon2PasswordHasher):
    """Argon2id at the strength OWASP gives for servers: 19 MiB, two passes, one lane. About 50 ms a sign-in."""

    time_cost = getattr(settings, "ARGON2_TIME_COST", 2)
    memory_cost = getattr(settings, "ARGON2_MEMORY_KIB", 19_456)
    parallelism = 1
