"""The ribbon as Excel reads it, from `macros/ribbon.xml` and the registry of actions.

Source: [MS-CUSTOMUI] and [MS-CUSTOMUI2]. Excel 2007 reads the form of 2006, which knows no context menus; later ones
read that of 2009.
"""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from xltags.core.errors import XltagsError
from xltags.core.finding import Language
from xltags.excel.registry import Action, Needs
from xltags.reports import load_reports

if TYPE_CHECKING:
    from lxml.etree import _Element

NAMESPACE = "http://schemas.microsoft.com/office/2009/07/customui"
NAMESPACE_2006 = "http://schemas.microsoft.com/office/2006/01/customui"
MODULE = "XltagsRibbon"
CALLBACKS: Mapping[Needs, str] = {
    "nothing": "XltagsIsIdle",
    "workbook": "XltagsHasWorkbook",
    "customers": "XltagsHasCustomers",
}
PLACES: Mapping[Language, int] = {"en": 0, "zh": 1, "vi": 2}
MAX_TIP = 1024  # characters of a tip: the limit of the schema


def ribbon_xml(source: str, actions: Mapping[str, Action], language: Language) -> tuple[bytes, bytes]:
    """The ribbon in the forms of 2009 and 2006.

    Args:
        source: the text of `macros/ribbon.xml`.
        actions: by name, for the tags of its buttons.

    Raises:
        XltagsError: ADD001 a button names no action, or a label lacks a language.
    """
    from lxml import etree

    root = etree.fromstring(source.encode("utf-8"), etree.XMLParser(remove_blank_text=True, remove_comments=True))
    for element in root.iter(f"{{{NAMESPACE}}}*"):
        if element.get("label") is not None and element.get("id") != "xltagsTab":
            element.set("label", _in_language(element.get("label", ""), language))
        if element.tag == f"{{{NAMESPACE}}}button":
            _complete(element, _action(element.get("tag", ""), actions), language)
        if element.tag == f"{{{NAMESPACE}}}menu" and element.get("tag"):
            _fill_report_menu(element, _action(element.get("tag", ""), actions), language)
    whole = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    for menus in root.findall(f"{{{NAMESPACE}}}contextMenus"):
        root.remove(menus)
    old = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    return whole, old.replace(NAMESPACE.encode(), NAMESPACE_2006.encode())


def _in_language(label: str, language: Language) -> str:
    """The label in a language, from a text that holds all three between bars; one without bars is for all."""
    parts = label.split("|")
    if len(parts) not in (1, len(PLACES)):
        raise XltagsError(f"macros/ribbon.xml: the label {label!r} must be in three languages", code="ADD001")
    return parts[PLACES[language]] if len(parts) > 1 else label


def _action(name: str, actions: Mapping[str, Action]) -> Action:
    if name not in actions:
        raise XltagsError(f"macros/ribbon.xml: {name!r} is no action of xltags", code="ADD001")
    return actions[name]


def _complete(button: "_Element", action: Action, language: Language) -> None:
    label = action.labels[language]
    if action.asks:  # the question follows the action's name, where VBA finds it
        button.set("tag", f"{action.name}?{action.asks[language]}")
    attributes = {
        "label": label,
        "screentip": label,
        "supertip": action.tips[language][:MAX_TIP],
        "onAction": f"{MODULE}.XltagsOnAction",
        "getEnabled": f"{MODULE}.{CALLBACKS[action.needs]}",
    }
    for name, value in attributes.items():
        button.set(name, value)


def _fill_report_menu(menu: "_Element", action: Action, language: Language) -> None:
    """A button for each report; its tag is the action with the report's name after a colon."""
    from lxml import etree

    for name, maker in load_reports().items():
        button = etree.SubElement(menu, f"{{{NAMESPACE}}}button")
        button.set("id", f"xltagsReport_{name}")
        button.set("tag", f"{action.name}:{name}")
        button.set("label", maker.titles[language])
        button.set("screentip", maker.titles[language])
        button.set("onAction", f"{MODULE}.XltagsOnAction")
        button.set("getEnabled", f"{MODULE}.{CALLBACKS[action.needs]}")
    del menu.attrib["tag"]
