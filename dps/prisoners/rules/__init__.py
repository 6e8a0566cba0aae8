"""The decisions about a person: pure, with dates and codes passed in. One file a subject."""
