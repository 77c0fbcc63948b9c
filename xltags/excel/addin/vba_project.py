"""A VBA project from source text: the part `vbaProject.bin` of a workbook or an add-in.

Source: [MS-OVBA] Office VBA File Format Structure. The project holds sources only, no compiled code: Excel compiles
when it first loads it. Add-ins that xlwings ships have the same form.
"""

import struct
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from xltags.excel.addin.compound_file import compound_file
from xltags.excel.addin.vba_compression import compress

Kind = Literal["module", "class", "workbook", "sheet"]
WORKBOOK_CLASS = "00020819-0000-0000-C000-000000000046"
SHEET_CLASS = "00020820-0000-0000-C000-000000000046"
PLAIN_CLASS = "FCFB3D2A-A0FA-1068-A738-08002B3371B5"
# The references that every project of Excel has; those to VBA and Excel themselves are implied.
REFERENCES = (
    ("stdole", r"*\G{00020430-0000-0000-C000-000000000046}#2.0#0#C:\Windows\System32\stdole2.tlb#OLE Automation"),
    (
        "Office",
        r"*\G{2DF8D04C-5BFA-101B-BDE5-00AA0044DE52}#2.0#0"
        r"#C:\Program Files\Common Files\Microsoft Shared\OFFICE16\MSO.DLL#Microsoft Office 16.0 Object Library",
    ),
)
NO_COMPILED_CODE = bytes.fromhex("cc61ffff000000")
SEED = 0x5D  # any byte; fixed, so that the same sources give the same file


@dataclass(frozen=True, slots=True)
class Module:
    """A module of a project: its name and its source text, with or without the header of an exported file."""

    name: str
    source: str
    kind: Kind = "module"

    def stored(self) -> bytes:
        """The source as it is stored: attributes first, CRLF, Windows-1252.

        Raises:
            UnicodeEncodeError: a character that VBA sources cannot hold.
        """
        lines = self.source.replace("\r\n", "\n").rstrip("\n").splitlines()
        if self.source.startswith("VERSION "):  # the header of an exported class
            lines = lines[lines.index("END") + 1 :]
        given = dict(_attribute(line) for line in lines if line.startswith("Attribute VB_"))
        body = [line for line in lines if not line.startswith("Attribute VB_")]
        attributes = {"VB_Name": f'"{self.name}"', **self._class_attributes(), **given}
        attributes["VB_Name"] = f'"{self.name}"'
        head = [f"Attribute {name} = {value}" for name, value in attributes.items()]
        return ("\r\n".join([*head, *body]) + "\r\n").encode("cp1252")

    def _class_attributes(self) -> dict[str, str]:
        """What Excel writes at the head of modules that are classes."""
        if self.kind == "module":
            return {}
        of_document = self.kind != "class"
        base = {"workbook": WORKBOOK_CLASS, "sheet": SHEET_CLASS, "class": PLAIN_CLASS}[self.kind]
        return {
            "VB_Base": f'"0{{{base}}}"',
            "VB_GlobalNameSpace": "False",
            "VB_Creatable": "False",
            "VB_PredeclaredId": str(of_document),
            "VB_Exposed": str(of_document),
            "VB_TemplateDerived": "False",
            "VB_Customizable": str(of_document),
        }


def _attribute(line: str) -> tuple[str, str]:
    name, _, value = line.removeprefix("Attribute ").partition(" = ")
    return name, value


def vba_project(name: str, modules: Sequence[Module], *, project_id: str, description: str = "") -> bytes:
    """The part `vbaProject.bin`; the same modules give the same bytes.

    Args:
        name: the project's name, as VBA shows it.
        modules: the module of the workbook first, then those of its sheets, then the others.
        project_id: a GUID in braces.
    """
    streams = {
        "VBA/dir": compress(_directory(name, modules, description)),
        "VBA/_VBA_PROJECT": NO_COMPILED_CODE,
        "PROJECT": _project_text(name, modules, project_id, description),
        "PROJECTwm": _names(modules),
        **{f"VBA/{module.name}": compress(module.stored()) for module in modules},
    }
    return compound_file(streams)


def _record(id: int, body: bytes) -> bytes:
    return struct.pack("<HI", id, len(body)) + body


def _text(id: int, unicode_id: int, text: str) -> bytes:
    """A text twice: in Windows-1252 and in UTF-16."""
    return _record(id, text.encode("cp1252")) + _record(unicode_id, text.encode("utf-16-le"))


def _directory(name: str, modules: Sequence[Module], description: str) -> bytes:
    """The stream `dir`: [MS-OVBA] 2.3.4.2."""
    parts = [
        _record(0x01, struct.pack("<I", 1)),  # 32-bit Windows; also what 64-bit Excel writes into new projects
        _record(0x02, struct.pack("<I", 0x409)),
        _record(0x14, struct.pack("<I", 0x409)),
        _record(0x03, struct.pack("<H", 1252)),
        _record(0x04, name.encode("cp1252")),
        _text(0x05, 0x40, description),
        _text(0x06, 0x3D, ""),  # no help file
        _record(0x07, bytes(4)),
        _record(0x08, bytes(4)),
        struct.pack("<HIIH", 0x09, 4, 0x61EEF783, 3),  # version; the length does not count the minor number
        _text(0x0C, 0x3C, ""),  # no constants
    ]
    for reference, library in REFERENCES:
        parts.append(_text(0x16, 0x3E, reference))
        parts.append(_record(0x0D, struct.pack("<I", len(library)) + library.encode("cp1252") + bytes(6)))
    parts.append(_record(0x0F, struct.pack("<H", len(modules))))
    parts.append(_record(0x13, struct.pack("<H", 0xFFFF)))
    parts += [_module_record(module) for module in modules]
    return b"".join(parts) + _record(0x10, b"")


def _module_record(module: Module) -> bytes:
    return b"".join(
        [
            _text(0x19, 0x47, module.name),
            _text(0x1A, 0x32, module.name),
            _text(0x1C, 0x48, ""),
            _record(0x31, bytes(4)),  # the source begins at the first byte of its stream
            _record(0x1E, bytes(4)),
            _record(0x2C, struct.pack("<H", 0xFFFF)),
            _record(0x21 if module.kind == "module" else 0x22, b""),
            _record(0x2B, b""),
        ]
    )


def _project_text(name: str, modules: Sequence[Module], project_id: str, description: str) -> bytes:
    """The stream `PROJECT`: [MS-OVBA] 2.3.1. The three keys say: no password, visible, not locked."""
    shapes = {"module": "Module={0}", "class": "Class={0}"}
    lines = [f'ID="{project_id}"']
    lines += [shapes.get(module.kind, "Document={0}/&H00000000").format(module.name) for module in modules]
    lines += [f'Name="{name}"', 'HelpContextID="0"']
    lines += [f'Description="{description}"'] if description else []
    lines += [
        'VersionCompatible32="393222000"',
        f'CMG="{encrypt(bytes(4), project_id)}"',
        f'DPB="{encrypt(bytes(1), project_id)}"',
        f'GC="{encrypt(bytes([0xFF]), project_id)}"',
        "",
        "[Host Extender Info]",
        "&H00000001={3832D640-CF90-11CF-8E43-00A0C911005A};VBE;&H00000000",
        "",
        "[Workspace]",
        *(f"{module.name}=0, 0, 0, 0, C" for module in modules),
    ]
    return ("\r\n".join(lines) + "\r\n").encode("cp1252")


def _names(modules: Sequence[Module]) -> bytes:
    """The stream `PROJECTwm`: the names of the modules in Windows-1252 and UTF-16."""
    parts = [module.name.encode("cp1252") + b"\0" + module.name.encode("utf-16-le") + b"\0\0" for module in modules]
    return b"".join(parts) + b"\0\0"


def encrypt(data: bytes, project_id: str, *, seed: int = SEED) -> str:
    """The obfuscation of the project's keys: [MS-OVBA] 2.4.3.2."""
    key = sum(project_id.encode("ascii")) & 0xFF
    found = bytearray([seed, seed ^ 2, seed ^ key])
    before_last, last, plain = found[1], found[2], key
    for byte in b"\x07" * ((seed & 6) // 2) + struct.pack("<I", len(data)) + data:
        crypted = byte ^ ((before_last + plain) & 0xFF)
        found.append(crypted)
        before_last, last, plain = last, crypted, byte
    return found.hex().upper()
