"""`make reset`: forget all data. Refused while it runs."""

import shutil

from launch.places import VAR


def main() -> None:
    """Remove var/, following the link of a database kept elsewhere."""
    from launch.run import only_one

    lock = only_one()
    for kept in VAR.glob("*postgres"):
        if kept.is_symlink():
            shutil.rmtree(kept.resolve(), ignore_errors=True)
    lock.close()
    for kept in VAR.iterdir():
        if kept.name != "done":
            shutil.rmtree(kept, ignore_errors=True) if kept.is_dir() else kept.unlink(missing_ok=True)
    for step in ("demo", "first-load", "key-work", "estate", "static"):
        (VAR / "done" / step).unlink(missing_ok=True)
    print("All data is gone. `make run` starts afresh.")


if __name__ == "__main__":
    main()
