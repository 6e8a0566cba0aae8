"""Your account: e-mail addresses and numbers, confirmed; the user name reminder."""
