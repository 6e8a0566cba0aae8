"""People discharged to a secure hospital: prisoners in law still, looked after by a prison (prisoners.md 7)."""
