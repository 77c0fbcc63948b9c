"""Reading the Windows registry; there is none elsewhere."""

import importlib


def read_registry(key: str, name: str) -> int | str | bytes | None:
    """A value by its key ("HKCU\\Software\\...") and name; None where it is not set or cannot be read.

    The name "*" gives the bytes of all binary values of the key, one after the other.
    """
    try:
        winreg = importlib.import_module("winreg")
    except ImportError:
        return None
    root, _, path = key.partition("\\")
    roots = {"HKCU": winreg.HKEY_CURRENT_USER, "HKLM": winreg.HKEY_LOCAL_MACHINE}
    try:
        with winreg.OpenKey(roots[root], path) as opened:
            if name != "*":
                value = winreg.QueryValueEx(opened, name)[0]
                return value if isinstance(value, int | str | bytes) else None
            values = [winreg.EnumValue(opened, number)[1] for number in range(winreg.QueryInfoKey(opened)[1])]
            return b"".join(value for value in values if isinstance(value, bytes))
    except OSError:
        return None
