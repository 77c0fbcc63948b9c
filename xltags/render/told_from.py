"""Paths as services that show findings want them: from the folder in which xltags was called."""

import os
from pathlib import PurePath


def told_from(folder: PurePath, path: str) -> PurePath:
    """A path from the folder where it lies below it, else whole.

    A folder that is reached through a link, as a shell may have come there, is the folder all the same.
    """
    whole = PurePath(os.path.normpath(folder / path))
    if whole.is_relative_to(folder):
        return whole.relative_to(folder)
    real = _without_links(whole.parent) / whole.name
    return real.relative_to(folder) if real.is_relative_to(folder) else whole


def _without_links(path: PurePath) -> PurePath:
    try:
        return PurePath(os.path.realpath(path))
    except ValueError:  # no file can have such a name
        return path
