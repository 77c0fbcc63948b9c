"""One mutant by seed and number: always the same bytes for the same source workbooks."""

import io
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from random import Random

from tests.fuzz import byte_mutators, xml_mutators
from tests.fuzz.part_mutators import mutators_of

EPOCH = (2026, 1, 1, 0, 0, 0)
LARGEST_PART = 400_000  # bytes; searching larger ones takes longer than it finds
# how often a part is damaged: what decides how a workbook is read comes first, pictures last
WEIGHTS = (("xl/worksheets/sheet", 8), ("xl/tables/", 6), ("xl/workbook.xml", 6), ("xl/sharedStrings", 4),
           ("xl/styles", 3), ("[Content_Types]", 3), (".rels", 4), (".xml", 1), (".vml", 1))  # fmt: skip


@dataclass(frozen=True)
class Mutant:
    """A damaged workbook, from what, and how."""

    seed: int
    number: int
    source: str
    changes: tuple[str, ...]
    data: bytes

    @property
    def name(self) -> str:
        """What it was made of, and how it is made again."""
        how = ", ".join(self.changes)
        return f"--seed {self.seed} --number {self.number} ({self.source}: {how})"


def make_mutant(sources: Mapping[str, bytes], seed: int, number: int) -> Mutant:
    """The mutant of that number: a workbook with one to four damages in its zip, its parts or its XML."""
    random = Random(f"{seed} {number}")
    source = random.choice(sorted(sources))
    data = sources[source]
    if random.random() < 0.1:
        mutate = random.choice(byte_mutators.MUTATORS)
        return Mutant(seed, number, source, (f"zip: {mutate.__name__}",), mutate(data, random))
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = {info.filename: archive.read(info) for info in archive.infolist() if not info.is_dir()}
    changes = tuple(_damage(parts, random) for _ in range(random.choice((1, 1, 1, 2, 2, 3, 4))))
    return Mutant(seed, number, source, changes, _zipped(parts))


def _damage(parts: dict[str, bytes], random: Random) -> str:
    """Damages one part in place and says how."""
    part = _some_part(parts, random)
    kind = random.random()
    if kind < 0.02:
        del parts[part]
        return f"{part}: drop_part"
    if kind < 0.04:
        parts[part] = parts[random.choice(sorted(parts))]
        return f"{part}: take_another_part"
    if kind < 0.12:
        mutate_bytes = random.choice(byte_mutators.MUTATORS)
        parts[part] = mutate_bytes(parts[part] or b"<a/>", random)
        return f"{part}: {mutate_bytes.__name__}"
    text = parts[part].decode("utf-8", "surrogateescape")
    if kind < 0.15:
        parts[part] = xml_mutators.encoded_otherwise(text, random)
        return f"{part}: encoded_otherwise"
    known = mutators_of(part)
    mutate = random.choice(known if known and random.random() < 0.6 else xml_mutators.MUTATORS)
    parts[part] = mutate(text, random).encode("utf-8", "surrogateescape")
    return f"{part}: {mutate.__name__}"


def _some_part(parts: Mapping[str, bytes], random: Random) -> str:
    names = sorted(name for name, data in parts.items() if len(data) < LARGEST_PART) or sorted(parts)
    weights = [next((weight for piece, weight in WEIGHTS if piece in name), 0) for name in names]
    return random.choices(names, weights)[0] if any(weights) else random.choice(names)


def _zipped(parts: Mapping[str, bytes]) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(zipfile.ZipInfo(name, EPOCH), data, zipfile.ZIP_DEFLATED, 1)
    return target.getvalue()
