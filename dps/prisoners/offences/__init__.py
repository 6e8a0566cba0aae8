"""Court cases, sentences and release dates."""
