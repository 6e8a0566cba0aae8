"""The second step of a sign-in: codes by e-mail or text, authenticator app, passkey, recovery codes."""
