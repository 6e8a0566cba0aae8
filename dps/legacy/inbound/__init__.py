"""NOMIS to DPS: full load, following changes, finding what was deleted."""
