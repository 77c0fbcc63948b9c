"""VBA as one platform compiles it, and what a grammar has against it."""

import re
from typing import Any

WINDOWS = {"VBA7": 1, "VBA6": 1, "Win64": 1, "Win32": 1, "Win16": 0, "Mac": 0, "MAC_OFFICE_VERSION": 0}
MAC = {"VBA7": 1, "VBA6": 1, "Win64": 1, "Win32": 0, "Win16": 0, "Mac": 1, "MAC_OFFICE_VERSION": 16}


def compiled_for(source: str, constants: dict[str, int]) -> str:
    """The lines that a platform compiles; all others are blank, so that line numbers stay."""
    known: dict[str, Any] = dict(constants)
    kept: list[str] = []
    branches: list[tuple[bool, bool]] = []  # is it live, and was one of its branches live before
    for line in source.split("\n"):
        text, live = line.strip(), all(now for now, _ in branches)
        word = text.lower()
        kept.append("")
        if word.startswith("#const "):
            name, _, value = text[7:].partition("=")
            if live:
                known[name.strip()] = _value(value.strip())
        elif word.startswith("#if "):
            truth = live and _truth(text[4:], known)
            branches.append((truth, truth))
        elif word.startswith("#elseif "):
            before = branches.pop()[1]
            truth = not before and _truth(text[8:], known)
            branches.append((truth, before or truth))
        elif word.startswith("#else"):
            branches.append((not branches.pop()[1], True))
        elif word.startswith("#end if"):
            branches.pop()
        elif live:
            kept[-1] = line
    return "\n".join(kept)


def _value(text: str) -> object:
    return text.strip('"') if text.startswith('"') else {"True": 1, "False": 0}.get(text.partition("'")[0].strip(), 1)


def _truth(condition: str, known: dict[str, Any]) -> bool:
    """A condition of the few kinds that occur: names and comparisons, joined by And, Or, Not."""
    text = condition.rpartition("Then")[0]
    text = re.sub(r"(?<![<>=])=(?!=)", "==", text.replace("<>", "!="))
    text = re.sub(r"\b(And|Or|Not)\b", lambda found: found[0].lower(), text, flags=re.IGNORECASE)
    names = {name: known.get(name, 0) for name in re.findall(r"[A-Za-z_]\w*", re.sub(r'"[^"]*"', "", text))}
    return bool(eval(text, {"__builtins__": {}}, names))


def faults_of(source: str) -> list[tuple[int, str]]:
    """The lines that the grammar cannot read, with its reasons."""
    from antlr4 import CommonTokenStream, InputStream
    from antlr4.error.ErrorListener import ErrorListener
    from antlr4_vba.vbaLexer import vbaLexer
    from antlr4_vba.vbaParser import vbaParser

    faults: list[tuple[int, str]] = []

    class Listener(ErrorListener):  # type: ignore[misc]  # the grammar's runtime has no types
        def syntaxError(self, _: Any, symbol: Any, line: int, column: int, message: str, error: Any) -> None:
            faults.append((line, message[:120]))

    lexer = vbaLexer(InputStream(source.replace("\n", "\r\n")))
    lexer.removeErrorListeners()
    lexer.addErrorListener(Listener())
    parser: Any = vbaParser(CommonTokenStream(lexer))
    parser.removeErrorListeners()
    parser.addErrorListener(Listener())
    parser.startRule()
    return faults
