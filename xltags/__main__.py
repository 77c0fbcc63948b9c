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
    gc.set_threshold(10_000, 10, 10)  # the default, made for small heaps, takes a tenth of a short command's time
    # Looking for plugins of pydantic reads the metadata of every installed package; xltags has no use for one.
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "1")
    from xltags.cli.app import run

    sys.exit(run(sys.argv[1:]))


if __name__ == "__main__":
    main()
