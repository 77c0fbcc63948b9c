"""The command `xltags`."""

import gc
import os
import sys


def main() -> None:
    """Run the command line. Errors of the user's data or call end in one line and exit code 2."""
    if sys.argv[1:] in (["--version"], ["-V"]):  # answered at once, without loading the commands
        from xltags.version import __version__

        sys.stdout.write(f"xltags {__version__}\n")
        return
    gc.set_threshold(200_000, 10, 10)  # the default, made for small heaps, takes a tenth of a short command's time
    # Looking for plugins of pydantic reads the metadata of every installed package; xltags has no use for one.
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "1")
    # Nothing here multiplies matrices that are worth a second thread; one that waits takes a processor all the same.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    from pathlib import Path

    from xltags.cli.console import stop
    from xltags.cli.plain_check import plain_check

    try:
        Path.cwd()
    except OSError:  # somebody deleted it, and no path can be told from it
        sys.exit(stop("the folder in which you are is gone; change to another one [FILE001]"))
    code = plain_check(sys.argv[1:])
    if code is None:
        from xltags.cli.app import run

        code = run(sys.argv[1:])
    gc.freeze()  # what is left goes with the process; looking for circles in it would take a tenth of the time again
    sys.exit(code)


if __name__ == "__main__":
    main()
