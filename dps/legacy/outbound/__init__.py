"""DPS to NOMIS: each change that staff make is queued with it, and written to NOMIS once, in order, by the worker."""
