"""Key workers and personal officers: the officer who meets a person regularly. Two policies of one machine."""
