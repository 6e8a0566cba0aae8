from django.contrib.auth.hashers import PBKDF2PasswordHasher


class ClientSecretHasher(PBKDF2PasswordHasher):
    """For secrets of clients only: 60 random characters need no slowing down, and a token would take 350 ms.

    Listed last in PASSWORD_HASHERS, so that no password of a person is ever hashed with it.
    """

    algorithm = "client_secret"
    iterations = 1
