"""Why the add-in may not work on this computer, each with the remedy. Nothing is changed."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from xltags.core.errors import XltagsError
from xltags.core.finding import Language
from xltags.excel.addin.build import build_addin
from xltags.excel.addin.install import came_from_the_web, is_ours
from xltags.excel.addin.places import Places
from xltags.excel.addin.runtime import xlwings_version
from xltags.excel.addin.settings_file import read_settings

State = Literal["ok", "warning", "problem"]
# A value of the Windows registry by key and name; None where it is not set.
Registry = Callable[[str, str], "int | str | bytes | None"]
LANGUAGES: tuple[Language, ...] = ("en", "zh", "vi")
EXCEL = r"Software\Microsoft\Office\16.0\Excel"
POLICIES = r"Software\Policies\Microsoft\Office\16.0\Excel"
# Microsoft Defender's rule "Block all Office applications from creating child processes"
ASR_KEY = r"SOFTWARE\Policies\Microsoft\Windows Defender\Windows Defender Exploit Guard\ASR\Rules"
ASR_RULE = "D4F940AB-401B-4EFC-AADC-AD5F3C50688A"
NO_MACROS, SIGNED_ONLY = 4, 3  # of the setting VBAWarnings


@dataclass(frozen=True, slots=True)
class Verdict:
    """What was looked at, how it stands, and what to do where it does not stand well."""

    what: str
    state: State
    remedy: str = ""


def examine(places: Places, *, interpreter: Path, registry: Registry) -> list[Verdict]:
    """Look at everything that the add-in needs.

    Args:
        interpreter: the Python that runs now, in which xltags is installed.
        registry: reads the Windows registry; gives None for everything elsewhere.
    """
    verdicts = [*_addin(places), *_configuration(places, interpreter)]
    if places.system == "windows":
        verdicts += [*_library(places), *_policies(places, registry)]
    if places.script is not None:
        verdicts.append(_script(places.script))
    return verdicts


def _addin(places: Places) -> Iterator[Verdict]:
    try:
        built = {build_addin(language) for language in LANGUAGES}
    except XltagsError as error:
        yield Verdict("the add-in can be built", "problem", str(error))
        return
    yield Verdict(f"the add-in can be built with xlwings {xlwings_version()}", "ok")
    if not places.addin.exists():
        yield Verdict(f"the add-in is at {places.addin}", "problem", "run: xltags addin install")
        return
    if not is_ours(places.addin):
        yield Verdict(f"{places.addin} is that of xltags", "problem", "move the file away, then: xltags addin install")
        return
    if places.addin.read_bytes() not in built:
        yield Verdict(
            "the installed add-in fits this xltags and this xlwings", "problem",
            "it was built by other versions; close Excel and run: xltags addin install",
        )  # fmt: skip
    else:
        yield Verdict("the installed add-in fits this xltags and this xlwings", "ok")
    if came_from_the_web(places.addin):
        yield Verdict(
            "Windows trusts the add-in's file", "problem",
            "it was downloaded or copied; run: xltags addin install, which makes it on this computer",
        )  # fmt: skip


def _configuration(places: Places, interpreter: Path) -> Iterator[Verdict]:
    try:
        settings = {key.upper(): value for key, value in read_settings(places.config)}
    except XltagsError as error:
        yield Verdict("the configuration can be read", "problem", str(error))
        return
    named = settings.get(places.interpreter_key, "")
    what = f"{places.config} names Python"
    if not named:
        yield Verdict(what, "problem", "run: xltags addin install")
    elif not Path(named).is_file():
        yield Verdict(what, "problem", f"{named} is no program (any more); run: xltags addin install")
    elif Path(named) != interpreter:
        yield Verdict(what, "warning", f"the add-in uses {named}, this is {interpreter}; install from the one you want")
    else:
        yield Verdict(what, "ok")
    if settings.get("USE UDF SERVER", "True").lower() == "false":
        yield Verdict(
            "one Python serves all clicks", "warning", f"take the line USE UDF SERVER out of {places.config}: with it, "
            "each click starts Python anew",
        )  # fmt: skip


def _library(places: Places) -> Iterator[Verdict]:
    """xlwings' library stands beside Python or, for virtual environments, one folder above."""
    try:
        settings = {key.upper(): value for key, value in read_settings(places.config)}
    except XltagsError:  # the configuration's own line has said so
        return
    named = settings.get(places.interpreter_key, "")
    if not named:
        return
    name = f"xlwings64-{xlwings_version()}.dll"
    found = any((folder / name).is_file() for folder in (Path(named).parent, Path(named).parent.parent))
    yield Verdict(
        f"{name} is beside Python", "ok" if found else "problem",
        "" if found else "the xlwings of that Python has another version, or a virus scanner took the file away; run: "
        "pip install --force-reinstall xlwings, then xltags addin install",
    )  # fmt: skip


def _policies(places: Places, registry: Registry) -> Iterator[Verdict]:
    """What an administrator or the user forbade. Only what is forbidden is said, and that all is well."""
    found = list(_forbidden(places, registry))
    yield from found
    if not found:
        yield Verdict("no setting of Excel or Windows that is known to us stands in the way", "ok")


def _forbidden(places: Places, registry: Registry) -> Iterator[Verdict]:
    for root in (rf"HKCU\{POLICIES}\Security", rf"HKCU\{EXCEL}\Security"):
        by_policy = "Policies" in root
        who = "ask your administrator to" if by_policy else "in Excel, File, Options, Trust Center:"
        warnings = registry(root, "VBAWarnings")
        if warnings in (NO_MACROS, SIGNED_ONLY):
            yield Verdict("Excel runs the add-in's macros", "problem", f"{who} allow macros, or trust the folder "
                          f"{places.addin.parent}")  # fmt: skip
        if registry(root, "DisableAllAddins") == 1:
            yield Verdict("Excel loads add-ins", "problem", f"{who} allow application add-ins")
        if registry(root, "RequireAddinSig") == 1:
            yield Verdict("Excel loads add-ins that are not signed", "problem", f"{who} not require signed add-ins: "
                          "that of xltags is made on this computer and bears no signature")  # fmt: skip
    if str(registry(rf"HKLM\{ASR_KEY}", ASR_RULE)) == "1":
        yield Verdict(
            "Excel may start Python", "problem", "Microsoft Defender's rule against child processes of Office forbids "
            "it; ask your administrator for an exception for Python, or use the command line, which is not concerned",
        )  # fmt: skip
    disabled = registry(rf"HKCU\{EXCEL}\Resiliency\DisabledItems", "*")
    if isinstance(disabled, bytes) and "xltags".encode("utf-16-le") in disabled:
        yield Verdict("Excel has not switched the add-in off", "problem", "Excel did so after a crash: File, Options, "
                      "Add-ins, Manage: Disabled Items, then enable xltags")  # fmt: skip


def _script(script: Path) -> Verdict:
    if script.is_file():
        return Verdict(f"{script.name} is where Excel may run it", "ok")
    return Verdict(f"{script.name} is where Excel may run it", "problem", "run: xltags addin install")
