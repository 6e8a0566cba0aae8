"""Next of kin and emergency contacts."""
