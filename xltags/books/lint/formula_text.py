"""Formulas as text: without what may hold anything (texts, sheet names, column names), and with their arguments."""

import re

TEXT = re.compile(r'"(?:[^"]|"")*"')
QUOTED = re.compile(r"'(?:[^']|'')*'")
CELL = re.compile(r"(?<![\w.])\$?[A-Z]{1,3}\$?\d{1,7}(?![\w.(!'])")
QUALIFIED = re.compile(r"!\$?[A-Z]{1,3}\$?\d{1,7}")
SHEET = re.compile(r"(?:'((?:[^']|'')+)'|(?<![\w.\]'#])([^\W\d][\w.]*(?::[^\W\d][\w.]*)?))!")
CALL = re.compile(r"(?<![\w.])((?:_xlfn\.)?(?:_xlws\.)?)([A-Za-z][A-Za-z0-9.]*)\(")
MAKERS = re.compile(r"_xlfn\.(LAMBDA|LET)\(")
PARAMETER = re.compile(r"_xl[po][mp]\.[^\W\d][\w.]*", re.UNICODE)
LOCAL = "_xlws."

# Functions younger than the file format, which a file must name with the prefix `_xlfn.`; [MS-XLSX] 2.2.2.1.
YOUNGER = """
ACOT ACOTH ANCHORARRAY ARABIC ARRAYTOTEXT BASE BETA.DIST BETA.INV BINOM.DIST BINOM.DIST.RANGE BINOM.INV BITAND
BITLSHIFT BITOR BITRSHIFT BITXOR BYCOL BYROW CEILING.MATH CHISQ.DIST CHISQ.DIST.RT CHISQ.INV CHISQ.INV.RT CHISQ.TEST
CHOOSECOLS CHOOSEROWS COMBINA CONCAT CONFIDENCE.NORM CONFIDENCE.T COT COTH COVARIANCE.P COVARIANCE.S CSC CSCH DAYS
DECIMAL DROP EXPAND EXPON.DIST F.DIST F.DIST.RT F.INV F.INV.RT F.TEST FILTERXML FLOOR.MATH FORECAST.ETS
FORECAST.ETS.CONFINT FORECAST.ETS.SEASONALITY FORECAST.ETS.STAT FORECAST.LINEAR FORMULATEXT GAMMA GAMMA.DIST
GAMMA.INV GAUSS GROUPBY HSTACK HYPGEOM.DIST IFNA IFS IMAGE IMCOSH IMCOT IMCSC IMCSCH IMSEC IMSECH IMSINH IMTAN
ISFORMULA ISOMITTED ISOWEEKNUM LAMBDA LET LOGNORM.DIST LOGNORM.INV MAKEARRAY MAP MAXIFS MINIFS MODE.MULT MODE.SNGL
MUNIT NEGBINOM.DIST NORM.DIST NORM.INV NORM.S.DIST NORM.S.INV NUMBERVALUE PDURATION PERCENTILE.EXC PERCENTILE.INC
PERCENTRANK.EXC PERCENTRANK.INC PERMUTATIONA PHI PIVOTBY POISSON.DIST QUARTILE.EXC QUARTILE.INC RANDARRAY RANK.AVG
RANK.EQ REDUCE REGEXEXTRACT REGEXREPLACE REGEXTEST RRI SCAN SEC SECH SEQUENCE SHEET SHEETS SINGLE SKEW.P SORTBY
STDEV.P STDEV.S SWITCH T.DIST T.DIST.2T T.DIST.RT T.INV T.INV.2T T.TEST TAKE TEXTAFTER TEXTBEFORE TEXTJOIN TEXTSPLIT
TOCOL TOROW TRIMRANGE UNICHAR UNICODE UNIQUE VALUETOTEXT VAR.P VAR.S VSTACK WEBSERVICE WEIBULL.DIST WRAPCOLS
WRAPROWS XLOOKUP XMATCH XOR Z.TEST FILTER SORT
"""
FUTURE = frozenset(YOUNGER.split())
IN_NAMESPACE = frozenset(["FILTER", "SORT"])  # stored as `_xlfn._xlws.FILTER`


def pattern_of(formula: str) -> str:
    """A formula without its row and column numbers: a column of ten thousand like formulas has one pattern.

    >>> pattern_of("B2*Data!$C$2"), pattern_of("'Q1 a'!A1+A1")
    ('#*Data!#', "'Q1 a'!#+A1")
    """
    if "'" in formula:
        return QUALIFIED.sub("!#", formula)
    return CELL.sub("#", formula)


def bare(formula: str) -> str:
    """A formula without the content of texts, quoted sheet names and brackets, where anything may stand.

    >>> print(bare("SUM('a(b'!A1,T[[#This Row],[a@b]])"))
    SUM(''!A1,T[])
    >>> print(bare('IF(A1,"x;y(",2)'))
    IF(A1,"",2)
    """
    text = QUOTED.sub("''", TEXT.sub('""', formula))
    out = []
    depth = 0
    for letter in text:
        if letter == "[":
            depth += 1
            if depth == 1:
                out.append("[")
        elif letter == "]" and depth:
            depth -= 1
            if not depth:
                out.append("]")
        elif not depth:
            out.append(letter)
    return "".join(out)


def sheets_named(formula: str) -> list[str]:
    """The sheets of this workbook that a formula names; both ends of `First:Last!A1`, none of other workbooks.

    >>> sheets_named("SUM('My data'!A1,Jan:Dec!B2,[1]Other!A1)+\\"No!\\"")
    ['My data', 'Jan', 'Dec']
    """
    found: list[str] = []
    for match in SHEET.finditer(TEXT.sub('""', formula)):
        name = (match[1] or match[2]).replace("''", "'")
        if "[" not in name and not name.startswith("#"):
            found += name.split(":")
    return found


def missing_prefix(formula: str) -> tuple[str, str] | None:
    """The first call of a younger function without its prefix, and how a file must write it.

    >>> missing_prefix("SUM(A1)+XLOOKUP(1,A:A,B:B)"), missing_prefix("_xlfn.FILTER(A:A,B:B)")
    (('XLOOKUP', '_xlfn.XLOOKUP'), ('_xlfn.FILTER', '_xlfn._xlws.FILTER'))
    """
    for match in CALL.finditer(bare(formula)):
        name = match[2].upper()
        if name in FUTURE:
            right = "_xlfn." + (LOCAL if name in IN_NAMESPACE else "")
            if match[1] != right:
                return match[1] + match[2], right + name
    return None


def arguments(formula: str, start: int) -> list[str]:
    """The arguments of a call whose opening bracket ends at `start`."""
    depth = 0
    found = []
    for place in range(start, len(formula)):
        letter = formula[place]
        if letter in "([{":
            depth += 1
        elif letter in ")]}":
            if not depth:
                found.append(formula[start:place])
                return found
            depth -= 1
        elif letter == "," and not depth:
            found.append(formula[start:place])
            start = place + 1
    return found


def bad_parameter(formula: str) -> str | None:
    """The first parameter of LAMBDA or LET that a file must write as `_xlpm.name` and this one does not.

    >>> bad_parameter("_xlfn.LAMBDA(_xlpm.x,_xlpm.x+1)"), bad_parameter("_xlfn.LET(x,1,x+1)")
    (None, 'x')
    """
    text = bare(formula)
    for match in MAKERS.finditer(text):
        given = arguments(text, match.end())
        for parameter in given[:-1] if match[1] == "LAMBDA" else given[:-1:2]:
            if not PARAMETER.fullmatch(parameter.strip()):
                return parameter.strip()
    return None


def display_form(formula: str) -> str | None:
    """The first thing in a formula that Excel shows but no file may hold: `@`, `A1#`, a leading `=`.

    >>> display_form("T[@size]*2"), display_form("SUM(A1#)"), display_form("=1"), display_form("T[[#This Row],[a@b]]")
    ('[@', 'A1#', '=', None)
    """
    if formula.startswith("="):
        return "="
    if re.search(r"\[\s*@", TEXT.sub('""', formula)):
        return "[@"
    text = bare(formula)
    match = re.search(r"(?<![\w\]])@|(?<![\w.#])\$?[A-Z]{1,3}\$?\d+#", text)
    return match[0] if match else None


def is_balanced(formula: str) -> bool:
    """Whether brackets and quotation marks come in pairs.

    >>> is_balanced('IF(A1,"(",2)'), is_balanced("IF(A1,2")
    (True, False)
    """
    text = bare(formula)
    plain = text.replace('""', "").replace("''", "")
    return text.count("(") == text.count(")") and text.count("{") == text.count("}") and '"' not in plain
