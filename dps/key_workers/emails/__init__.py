"""What workers and those who allocate are e-mailed, when they want to be."""
