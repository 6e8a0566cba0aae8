"""Whether both sides hold the same, compared every night without changing anything (legacy-nomis.md 10)."""
