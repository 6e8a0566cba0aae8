"""The numbers others know a person by: PNC, CRO, National Insurance and the like."""
