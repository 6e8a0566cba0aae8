"""How somebody's mind works differently, and what helps. Kept here only: NOMIS is neither read nor written about it."""
