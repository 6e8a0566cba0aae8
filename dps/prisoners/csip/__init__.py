"""Challenge, support and intervention plans (CSIP) of a person, as NOMIS holds them, to read."""
