"""The pages for writing about one person."""
