"""Figures of workers, prisons and the nation: nightly snapshots, the statistics page, files, the API."""
