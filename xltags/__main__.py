"""The command `xltags`."""

import sys


def main() -> None:
    """Run the command line. Errors of the user's data or call end in one line and exit code 2."""
    if sys.argv[1:] in (["--version"], ["-V"]):  # answered at once, without loading the commands
        from xltags.version import __version__

        sys.stdout.write(f"xltags {__version__}\n")
        return
    from xltags.cli.app import run

    sys.exit(run(sys.argv[1:]))


if __name__ == "__main__":
    main()
