"""Who is made a key worker or personal officer, and who no longer is one."""
