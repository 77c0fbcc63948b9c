"""Building `xltags.xlam`: the sources in `macros/`, the registries, and the installed xlwings, in one file."""

from xltags.core.finding import Language
from xltags.excel.addin.package import addin_package
from xltags.excel.addin.ribbon_xml import ribbon_xml
from xltags.excel.addin.runtime import PROJECT, runtime_modules
from xltags.excel.addin.sources import read_source
from xltags.excel.addin.vba_project import Module, vba_project
from xltags.excel.addin.wrappers import formula_modules
from xltags.excel.registry import FORMULA_MODULE, load_actions, load_formulas

ADDIN_NAME = f"{PROJECT}.xlam"
PROJECT_ID = "{B1C9A3D4-5E60-4F27-8C2B-7A9D1E3F5B60}"
TITLE = "xltags"
DESCRIPTION = "Customer tags, ICP scores and lead reports that can be trusted"
SETTINGS = (
    ("USE UDF SERVER", "True"),  # one resident Python: a click does not wait for it to start
    ("UDF MODULES", FORMULA_MODULE),
    ("ADD_WORKBOOK_TO_PYTHONPATH", "False"),  # a workbook's folder holds no program
)


def addin_modules() -> list[Module]:
    """The modules of the add-in's VBA project, that of the workbook first."""
    return [
        Module("ThisWorkbook", read_source("ThisWorkbook.cls"), "workbook"),
        Module("Sheet1", "", "sheet"),
        *runtime_modules(),
        Module("XltagsRibbon", read_source("XltagsRibbon.bas")),
        *formula_modules(load_formulas().values()),
    ]


def build_addin(language: Language = "en") -> bytes:
    """The add-in as a file; the same sources and the same xlwings give the same bytes.

    Args:
        language: that of the ribbon.

    Raises:
        XltagsError: ADD001 a source is missing or wrong, ADD002 xlwings is missing or of an unknown form.
    """
    ribbon, ribbon_2006 = ribbon_xml(read_source("ribbon.xml"), load_actions(), language)
    return addin_package(
        vba=vba_project(PROJECT, addin_modules(), project_id=PROJECT_ID, description=DESCRIPTION),
        ribbon=ribbon,
        ribbon_2006=ribbon_2006,
        settings=SETTINGS,
        title=TITLE,
        description=DESCRIPTION,
    )
