"""Assessments of the risk a person is to whoever shares a cell with them."""
