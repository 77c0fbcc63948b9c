"""The add-in as a file, and its installation, read by programs that others wrote."""

import io
import re
import time
import types
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from lxml import etree
from oletools.olevba import VBA_Parser

from tests.doors import call
from tests.package_lint import lint
from tests.vba_grammar import MAC, WINDOWS, compiled_for, faults_of
from tests.xlwings_windows import windows_xlwings
from xltags.core.errors import XltagsError
from xltags.core.finding import LANGUAGES
from xltags.excel import udfs
from xltags.excel.addin.build import addin_modules, build_addin
from xltags.excel.addin.doctor import Registry, Verdict, examine
from xltags.excel.addin.install import install_addin, remove_addin
from xltags.excel.addin.places import Places, places, system_of
from xltags.excel.addin.ribbon_xml import CALLBACKS, NAMESPACE, NAMESPACE_2006
from xltags.excel.addin.runtime import xlwings_version
from xltags.excel.registry import load_actions, load_formulas
from xltags.reports import load_reports

UI = {"customUI/customUI14.xml": NAMESPACE, "customUI/customUI.xml": NAMESPACE_2006}
ARGUMENTS = {"onLoad": 1, "onAction": 1, "getEnabled": 2, "getVisible": 2}
KNOWN = {  # [MS-CUSTOMUI2]: the attributes that the parts of our ribbon may have
    "customUI": {"onLoad"}, "ribbon": {"startFromScratch"}, "tabs": set(), "contextMenus": set(),
    "tab": {"id", "label", "insertAfterMso", "keytip"}, "group": {"id", "label"}, "contextMenu": {"idMso"},
    "button": {"id", "tag", "size", "imageMso", "keytip", "label", "screentip", "supertip", "onAction", "getEnabled"},
    "menu": {"id", "label", "imageMso", "keytip", "size", "getVisible"},
}  # fmt: skip


@pytest.fixture(scope="module")
def addin() -> bytes:
    return build_addin("en")


def part(data: bytes, name: str) -> bytes:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return package.read(name)


def sources(data: bytes) -> dict[str, str]:
    """The modules as oletools reads them."""
    parser = VBA_Parser("xltags.xlam", data=data)
    return {path.rpartition("/")[2]: code for _, path, _, code in parser.extract_all_macros()}


def test_building_twice_gives_the_same_bytes_in_under_a_second(addin: bytes) -> None:
    start = time.process_time()
    assert build_addin("en") == addin
    assert time.process_time() - start < 1


def test_every_module_comes_back_as_it_was_written(addin: bytes) -> None:
    found = sources(addin)
    wanted = {module.name: module.stored().decode("cp1252") for module in addin_modules()}
    assert {name: code.replace("\r\n", "\n") for name, code in found.items()} == {
        name: code.replace("\r\n", "\n") for name, code in wanted.items()
    }
    assert {"xlwings", "Dictionary", "XltagsRibbon", "xltags_formulas", "xltags_help"} <= set(found)


def test_the_package_is_whole(addin: bytes, tmp_path: Path) -> None:
    (tmp_path / "xltags.xlam").write_bytes(addin)
    assert lint(tmp_path / "xltags.xlam") == []
    with zipfile.ZipFile(io.BytesIO(addin)) as package:
        assert package.testzip() is None
        names = package.namelist()
        types = etree.fromstring(package.read("[Content_Types].xml"))
        overrides = {it.get("PartName", "").lstrip("/") for it in types if it.get("PartName")}
        extensions = {it.get("Extension") for it in types if it.get("Extension")}
        assert overrides <= set(names)
        for name in names:
            assert name in overrides or name.rpartition(".")[2] in extensions or name == "[Content_Types].xml"
            if name.endswith(".rels"):
                folder = name.replace("_rels/", "").rpartition("/")[0]
                for link in etree.fromstring(package.read(name)):
                    assert f"{folder}/{link.get('Target')}".lstrip("/") in names
    assert all(info.date_time == (1980, 1, 1, 0, 0, 0) for info in zipfile.ZipFile(io.BytesIO(addin)).infolist())


@pytest.mark.parametrize("name", UI)
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_ribbon_keeps_the_rules_of_its_schema(name: str, language: str) -> None:
    root = etree.fromstring(part(build_addin(language), name))  # type: ignore[arg-type]  # a language
    assert root.tag == f"{{{UI[name]}}}customUI"
    ids = [element.get("id") for element in root.iter() if element.get("id")]
    assert len(ids) == len(set(ids)) and all(re.fullmatch(r"[A-Za-z_]\w{0,1023}", id or "") for id in ids)
    for element in root.iter():
        kind = etree.QName(element).localname
        assert set(element.attrib) <= KNOWN[kind], kind
        if kind in ("button", "menu", "group", "tab"):
            assert element.get("id") and element.get("label") and "|" not in element.get("label", "")
        if kind == "button":
            assert re.fullmatch(r"[a-z_]+(:[a-z_]+|\?.{10,200})?", element.get("tag", ""))
            assert len(element.get("keytip") or "") <= 3 and len(element.get("supertip") or "") <= 1024
        parent = element.getparent()
        if kind == "button" and parent is not None and etree.QName(parent).localname == "menu":
            assert element.get("size") is None  # the menu's own size counts
    assert ("contextMenus" in {etree.QName(it).localname for it in root}) == name.endswith("14.xml")


def test_keytips_are_unique_in_the_tab(addin: bytes) -> None:
    root = etree.fromstring(part(addin, "customUI/customUI14.xml"))
    tips = [element.get("keytip") for element in root.iter() if element.get("keytip")]
    assert len(tips) == len(set(tips))


def test_every_callback_is_a_public_sub_with_the_right_arguments(addin: bytes) -> None:
    code = sources(addin)
    used = set()
    for name in UI:
        for element in etree.fromstring(part(addin, name)).iter():
            for attribute in set(element.attrib) & set(ARGUMENTS):
                module, _, procedure = element.get(str(attribute), "").partition(".")
                found = re.search(rf"(?im)^Public Sub {procedure}\(([^)]*)\)", code[module])
                assert found, (attribute, procedure)
                assert len(found[1].split(",")) == ARGUMENTS[str(attribute)]
                used.add(procedure)
    assert used <= {"XltagsOnLoad", "XltagsOnAction", "XltagsIsOnCustomer", *CALLBACKS.values()}


def test_every_report_has_a_button(addin: bytes) -> None:
    root = etree.fromstring(part(addin, "customUI/customUI14.xml"))
    tags = {element.get("tag", "") for element in root.iter() if element.get("tag")}
    assert {f"report:{name}" for name in load_reports()} <= tags
    assert {re.split("[:?]", tag)[0] for tag in tags} == set(load_actions())


def test_every_file_with_buttons_is_loaded() -> None:
    files = {path.stem for path in Path(udfs.__file__).parent.glob("*.py") if "\n@action(" in path.read_text("utf-8")}
    assert files == {action.function.__module__.rpartition(".")[2] for action in load_actions().values()}


def test_wrappers_pass_what_xlwings_own_wrappers_pass(addin: bytes) -> None:
    with windows_xlwings() as runtime:
        written = io.StringIO()
        runtime.generate_vba_wrapper("xltags.excel.udfs", udfs, written, types.SimpleNamespace(Name="xltags.xlam"))
    ours = sources(addin)["xltags_formulas"]
    calls = re.compile(r"= (XLPy\.CallUDF\(.*\))")
    assert sorted(calls.findall(ours)) == sorted(calls.findall(written.getvalue())) != []
    for formula in load_formulas():
        assert re.search(rf"(?m)^Function {formula}\(", ours)


def test_a_command_that_vba_builds_is_one_that_python_knows(addin: bytes) -> None:
    code = sources(addin)["XltagsRibbon"]
    assert "from xltags.excel import ribbon; ribbon.run('\" & action & \"')" in code


@pytest.mark.slow
@pytest.mark.parametrize("platform", [WINDOWS, MAC], ids=["windows", "mac"])
def test_a_grammar_reads_all_modules(platform: dict[str, int]) -> None:
    for module in addin_modules():
        if module.kind == "module":
            source = module.stored().decode("cp1252").replace("\r\n", "\n")
            assert faults_of(compiled_for(source, platform)) == [], module.name


@pytest.mark.slow
def test_the_grammar_finds_what_is_wrong() -> None:
    assert faults_of("Public Sub X(\nEnd Sub\n")
    assert faults_of("Sub X()\n  If a Then\nEnd Sub\n")


# installing


WINDOWS_USER = {"APPDATA": "AppData/Roaming", "USERPROFILE": "user"}


def place(system: str, home: Path) -> Places:
    environment = {"HOME": str(home)} if system == "mac" else {k: str(home / v) for k, v in WINDOWS_USER.items()}
    return places(system, environment, xlwings=xlwings_version())  # type: ignore[arg-type]  # a system


@pytest.fixture
def python(tmp_path: Path) -> Path:
    path = tmp_path / "env" / "Scripts" / "python.exe"
    path.parent.mkdir(parents=True)
    path.write_bytes(b"")
    (path.parent.parent / f"xlwings64-{xlwings_version()}.dll").write_bytes(b"")
    return path


def nothing_set(key: str, name: str) -> None:
    return None


SYSTEMS = ["windows", "mac"]


@pytest.mark.parametrize("system", SYSTEMS)
def test_installing_twice_changes_nothing_and_the_doctor_is_content(
    addin: bytes, tmp_path: Path, python: Path, system: str
) -> None:
    where = place(system, tmp_path)
    assert {step.did for step in install_addin(addin, where, interpreter=python)} == {"written"}
    assert {step.did for step in install_addin(addin, where, interpreter=python)} == {"unchanged"}
    assert where.addin.read_bytes() == addin
    assert f'"{where.interpreter_key}","{python}"' in where.config.read_text("utf-8")
    assert {it.state for it in examine(where, interpreter=python, registry=nothing_set)} == {"ok"}


@pytest.mark.parametrize("system", SYSTEMS)
def test_removing_takes_ours_and_nothing_else(addin: bytes, tmp_path: Path, python: Path, system: str) -> None:
    where = place(system, tmp_path)
    install_addin(addin, where, interpreter=python)
    others = [where.addin.with_name("other.xlam"), where.config.with_name("other.conf")]
    for path in others:
        path.write_bytes(b"theirs")
    before = {step.path: step.did for step in remove_addin(where)}
    assert before[where.addin] == before[where.config] == "removed"
    assert {step.did for step in remove_addin(where)} <= {"absent", "left"}
    assert all(path.read_bytes() == b"theirs" for path in others)
    assert where.script is None or where.script.exists()


@pytest.mark.parametrize("system", SYSTEMS)
def test_a_foreign_file_of_that_name_stays(addin: bytes, tmp_path: Path, python: Path, system: str) -> None:
    where = place(system, tmp_path)
    where.addin.parent.mkdir(parents=True)
    where.addin.write_bytes(b"theirs")
    with pytest.raises(XltagsError, match="no add-in of xltags"):
        install_addin(addin, where, interpreter=python)
    with pytest.raises(XltagsError, match="no add-in of xltags"):
        remove_addin(where)
    assert where.addin.read_bytes() == b"theirs"


def test_other_settings_of_the_user_stay(addin: bytes, tmp_path: Path, python: Path) -> None:
    where = place("windows", tmp_path)
    where.config.parent.mkdir(parents=True)
    where.config.write_text('"SHOW CONSOLE","True"\n"INTERPRETER_WIN","old.exe"\n', "utf-8")
    install_addin(addin, where, interpreter=python)
    assert where.config.read_text("utf-8") == f'"SHOW CONSOLE","True"\n"INTERPRETER_WIN","{python}"\n'


Break = Callable[[Places, Path], None]
SICK: dict[str, tuple[str, Break, str]] = {
    "not installed": ("windows", lambda it, _: it.addin.unlink(), "xltags addin install"),
    "foreign": ("windows", lambda it, _: _write(it.addin, b"x"), "move the file away"),
    "other version": ("windows", lambda it, _: _write(it.addin, _older(it.addin)), "other versions"),
    "no interpreter": ("windows", lambda it, _: it.config.unlink(), "xltags addin install"),
    "interpreter gone": ("windows", lambda _, python: python.unlink(), "no program"),
    "no library": (
        "windows", lambda _, python: next(python.parent.parent.glob("*.dll")).unlink(), "virus scanner",
    ),
    "slow start": ("windows", lambda it, _: _append(it.config, '"USE UDF SERVER","False"\n'), "each click"),
    "no script": ("mac", lambda it, _: it.script.unlink() if it.script else None, "xltags addin install"),
}  # fmt: skip


def _write(path: Path, data: bytes) -> None:
    path.write_bytes(data)


def _append(path: Path, text: str) -> None:
    path.write_text(path.read_text("utf-8") + text, "utf-8")


def _older(path: Path) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(made, "w") as new:
        for name in old.namelist():
            new.writestr(name, old.read(name))
    return made.getvalue()


def complaints(verdicts: list[Verdict]) -> list[Verdict]:
    return [it for it in verdicts if it.state != "ok"]


@pytest.mark.parametrize("name", SICK)
def test_the_doctor_names_each_ill_with_its_remedy(addin: bytes, tmp_path: Path, python: Path, name: str) -> None:
    system, spoil, remedy = SICK[name]
    where = place(system, tmp_path)
    install_addin(addin, where, interpreter=python)
    spoil(where, python)
    found = complaints(examine(where, interpreter=python, registry=nothing_set))
    assert found and any(remedy in it.remedy for it in found)
    assert all(it.remedy for it in found)


def set_to(wanted: str, value: int | str | bytes) -> Registry:
    return lambda key, name: value if wanted in f"{key}\\{name}" else None


POLICIES = {
    "macros": (set_to("VBAWarnings", 4), "allow macros"),
    "add-ins": (set_to("DisableAllAddins", 1), "application add-ins"),
    "signatures": (set_to("RequireAddinSig", 1), "not require signed"),
    "child processes": (set_to("ASR", "1"), "exception for Python"),
    "disabled item": (set_to("DisabledItems", "xltags.xlam".encode("utf-16-le")), "Disabled Items"),
}


@pytest.mark.parametrize("name", POLICIES)
def test_the_doctor_knows_what_administrators_forbid(addin: bytes, tmp_path: Path, python: Path, name: str) -> None:
    registry, remedy = POLICIES[name]
    where = place("windows", tmp_path)
    install_addin(addin, where, interpreter=python)
    found = complaints(examine(where, interpreter=python, registry=registry))
    assert found and all(remedy in it.remedy for it in found)


def test_other_systems_are_told_what_they_can_do() -> None:
    assert (system_of("win32"), system_of("darwin"), system_of("linux")) == ("windows", "mac", "other")
    with pytest.raises(XltagsError, match="command line"):
        places("other", {}, xlwings="0")
    with pytest.raises(XltagsError, match="APPDATA"):
        places("windows", {}, xlwings="0")


def test_the_command_line_builds_the_file(addin: bytes, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    ran = call(capsys, "addin", "build", tmp_path / "my.xlam", "--lang", "en")
    assert ran.code == 0 and (tmp_path / "my.xlam").read_bytes() == addin
    assert call(capsys, "addin", "build", tmp_path / "my.xlsx").code == 2
