"""What keeps the job queue itself healthy. Each service's own jobs are in its `jobs.py`."""
