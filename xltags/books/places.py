"""What stands at a path. In a folder that may not be entered stands nothing; whoever opens something there is told."""

import stat
from pathlib import Path


def is_file(path: Path) -> bool:
    """Whether it is a file that can be seen."""
    try:
        return path.is_file()
    except PermissionError:
        return False


def is_folder(path: Path) -> bool:
    """Whether it is a folder that can be seen."""
    try:
        return path.is_dir()
    except PermissionError:
        return False


def exists(path: Path) -> bool:
    """Whether anything that can be seen stands there."""
    try:
        return path.exists() or path.is_symlink()
    except PermissionError:
        return False


def is_device(path: Path) -> bool:
    """Whether it is neither file nor folder, but a pipe, a device or the like."""
    try:
        mode = path.stat().st_mode
    except (OSError, ValueError):  # ValueError: a NUL in the name
        return False
    return not (stat.S_ISREG(mode) or stat.S_ISDIR(mode))
