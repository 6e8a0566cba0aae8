"""Service in the armed forces. Kept here only: NOMIS is neither read nor written about it."""
