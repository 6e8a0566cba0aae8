"""Brings everything up on one machine: `make run`, `make test`. Plain Python: it runs before anything is installed."""
