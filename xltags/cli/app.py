"""The `xltags` application: its commands, in the order of a working day, and the one place where errors become text."""

import importlib
import inspect
from collections.abc import Sequence
from types import ModuleType

import typer

from xltags.cli.console import prepare_streams, stop, stop_on_interrupt
from xltags.cli.kept_copies import copies_told
from xltags.core.errors import XltagsError

COMMANDS = {
    "Start": ("demo", "new", "import"),
    "Every day": ("check", "mark", "fix", "score", "report", "run"),
    "Act on groups": ("segment", "tag", "handover"),
    "Review the profile": ("review",),
    "Look after the taxonomy": ("lint", "request", "diff", "migrate", "sync", "import-tags", "export-tags"),
    "Look after the file": ("snapshot", "history", "doctor", "undo"),
    "Excel": ("addin",),
    "Help": ("explain",),
}

HELP = """Customer tags, ICP scores and lead reports that can be trusted, inside the Excel workbook your team uses.

Begin with [bold]xltags demo[/bold]: it writes a filled workbook and says what to open.
Your own: [bold]xltags new team.xlsx[/bold], then [bold]xltags import team.xlsx leads.csv --in-place[/bold],
then [bold]xltags run team.xlsx --out-dir out[/bold].

Exit codes: 0 clean, 1 findings, 2 wrong call or a workbook that cannot be read."""


def _root(
    version: bool = typer.Option(False, "--version", "-V", metavar="", help="Print the version and leave."),  # noqa: FBT001  # an option
) -> None:
    if version:
        from xltags.version import __version__

        typer.echo(f"xltags {__version__}")
        raise typer.Exit


def _paragraphs(page: str) -> str:
    """A docstring with a line for a paragraph, so that help is folded to the terminal and not to the source."""
    return "\n\n".join(" ".join(part.split()) for part in inspect.cleandoc(page).split("\n\n"))


def module_of(name: str) -> ModuleType:
    """The module of a command: `import-tags` is `xltags.cli.import_tags_command`."""
    return importlib.import_module(f"xltags.cli.{name.replace('-', '_')}_command")


def application(called: str) -> typer.Typer:
    """The application with the command that is called; with every command where that is none of them."""
    app = typer.Typer(
        name="xltags",
        no_args_is_help=True,
        add_completion=False,
        rich_markup_mode="rich",
        pretty_exceptions_enable=False,
        context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 120},
        help=HELP,
    )
    app.callback(invoke_without_command=True)(_root)
    known = any(called in names for names in COMMANDS.values())
    for panel, names in COMMANDS.items():
        for name in names:
            if known and name != called:  # loading the others would take longer than many a command
                continue
            module = module_of(name)
            if hasattr(module, "group"):  # a command of commands
                app.add_typer(module.group, name=name, rich_help_panel=panel, help=_paragraphs(module.command.__doc__))
                continue
            app.command(name, rich_help_panel=panel, help=_paragraphs(module.command.__doc__))(module.command)
    return app


def run(arguments: Sequence[str]) -> int:
    """Run the command line with these arguments; returns the exit code."""
    prepare_streams()
    try:
        with copies_told(arguments):
            code = application(next(iter(arguments), ""))(list(arguments), standalone_mode=False, prog_name="xltags")
    except XltagsError as error:
        return stop(f"{error} [{error.code}]")
    except typer.Exit as leave:
        return int(leave.exit_code)
    except SystemExit:  # rich leaves so when the reader of our output has left, for example `| head`
        return 0
    except (KeyboardInterrupt, typer.Abort):
        return stop_on_interrupt()
    except Exception as error:
        return _stop_on_usage(error)
    return code if isinstance(code, int) else 0


def _stop_on_usage(error: Exception) -> int:
    """Wrong options and arguments are said in one line; anything else is our bug and goes on."""
    say = getattr(error, "format_message", None)
    if say is None:
        raise error
    message = say().replace("Value error, ", "").rstrip(".")
    if not message:  # no argument at all: the help was printed
        return 2
    context = getattr(error, "ctx", None)
    path = context.command_path if context is not None else "xltags"
    return stop(f"{message} See {path} --help" if message.endswith("?") else f"{message}; see {path} --help")
