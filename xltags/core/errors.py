"""Errors that stop a command: something keeps us from looking at the data at all."""


class XltagsError(Exception):
    """One clear line for the user: the place, what is wrong, and the remedy. Ends a command with exit code 2.

    Args:
        message: the line, without a code and without a final full stop.
        code: stable code with a page in `xltags explain CODE`.
    """

    def __init__(self, message: str, *, code: str = "USE001") -> None:
        super().__init__(message)
        self.code = code


class WorkbookError(XltagsError):
    """A workbook that cannot be read or written: damaged, encrypted, dangerous, locked, not a workbook."""

    def __init__(self, message: str, *, code: str = "FILE004") -> None:
        super().__init__(message, code=code)


def why_unread(error: OSError) -> str:
    """Why a file cannot be read, with what to do where that is plain."""
    if isinstance(error, FileNotFoundError):
        return "there is no such file; check the name and the folder"
    return why_not(error)


def why_not(error: OSError) -> str:
    """Why a file cannot be written, with what to do where that is plain."""
    if isinstance(error, FileNotFoundError):
        return "there is no such file or folder; check the name, or make the folder first"
    if isinstance(error, FileExistsError | NotADirectoryError):
        return "a file stands where a folder is needed; name another place"
    if isinstance(error, IsADirectoryError):
        return "it is a folder; name a file in it"
    return f"{error.strerror or error}"
