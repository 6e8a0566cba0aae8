"""Notes that somebody has begun: kept as they type, seen by nobody else, gone when saved or after a week."""
