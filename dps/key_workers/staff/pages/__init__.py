"""The staff list, and the pages that change a worker."""
