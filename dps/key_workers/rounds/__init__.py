"""Saves as a whole: taking the last one back, moving everybody of one worker."""
