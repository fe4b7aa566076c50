"""Spares Python the search for objects that only hold each other."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def without_collecting(*, keeping: bool = False) -> Iterator[None]:
    """For work that makes very many objects and none that only hold each other: each search looks through all of them.

    All else is freed as always, by counting. With `keeping`, later searches do not look through what was made, either,
    until the next such call, which lets it go: a preview loads again and again.
    """
    if keeping and gc.get_freeze_count():
        gc.unfreeze()
        gc.collect()
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if keeping:
            gc.freeze()
        if was_on:
            gc.enable()
