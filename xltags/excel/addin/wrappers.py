"""VBA functions that call the formulas in Python, made from their registry.

They have the text that xlwings' own import of functions writes, and need no trust in the VBA project because they are
in the add-in from the start. Off Windows they say how to get the same values.
"""

from collections.abc import Iterable

from xltags.excel.addin.vba_project import Module
from xltags.excel.registry import FORMULA_MODULE, Formula

CATEGORY = "xltags"
MAX_TEXT = 255  # characters of a description: the limit of Application.MacroOptions
ON_MAC = "Formulas of the add-in work on Windows; on a Mac use the buttons of the xltags tab"


def formula_modules(formulas: Iterable[Formula]) -> list[Module]:
    """The modules `xltags_formulas` with a function a formula, and `xltags_help` that describes them to Excel."""
    known = list(formulas)
    head = 'Attribute VB_Name = "xltags_formulas"\n#Const App = "Microsoft Excel"\n\n'
    return [
        Module("xltags_formulas", head + "\n".join(map(_function, known))),
        Module("xltags_help", _registration(known)),
    ]


def vba_text(text: str) -> str:
    """A text as a VBA literal on one line, cut to what Excel takes.

    >>> vba_text('the "best" tier')
    '"the ""best"" tier"'
    """
    return '"' + " ".join(text.split())[:MAX_TEXT].replace('"', '""') + '"'


def _function(formula: Formula) -> str:
    name, called = formula.name, f'XLPy.CallUDF("{FORMULA_MODULE}", "{formula.name}"'
    declared = ", ".join(f"Optional {it.name}" if it.optional else it.name for it in formula.arguments)
    passed = f"Array({', '.join(it.name for it in formula.arguments)})"
    return "\n".join(
        [
            f"Function {name}({declared})",
            f"Attribute {name}.VB_Description = {vba_text(formula.help)}",
            f'Attribute {name}.VB_ProcData.VB_Invoke_Func = " \\n14"',
            "    #If Mac Then",
            f"        {name} = {vba_text(ON_MAC)}",
            "        Exit Function",
            "    #End If",
            '    #If App = "Microsoft Excel" Then',
            "        If TypeOf Application.Caller Is Range Then On Error GoTo failed",
            f"        {name} = {called}, {passed}, ActiveWorkbook, Application.Caller)",
            "        Exit Function",
            "    #Else",
            f"        {name} = {called}, {passed})",
            "        Exit Function",
            "    #End If",
            "failed:",
            f"    {name} = Err.Description",
            "End Function",
            "",
        ]
    )


def _registration(formulas: Iterable[Formula]) -> str:
    """A sub that gives the function wizard the help of every formula and of its arguments."""
    lines = ['Attribute VB_Name = "xltags_help"', "Option Private Module", "", "Public Sub XltagsRegisterFunctions()"]
    for formula in formulas:
        helps = ", ".join(vba_text(it.help) for it in formula.arguments)
        lines += [
            f"    Application.MacroOptions Macro:={vba_text(formula.name)}, _",
            f"        Description:={vba_text(formula.help)}, Category:={vba_text(CATEGORY)}, _",
            f"        ArgumentDescriptions:=Array({helps})",
        ]
    return "\n".join([*lines, "End Sub", ""])
