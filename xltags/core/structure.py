"""The faults of structure that reading met, by kind."""

from collections.abc import Iterator

from xltags.core.dataset import Dataset
from xltags.core.structure_fault import StructureFault, StructureKind


def faults_of(dataset: Dataset, kind: StructureKind) -> Iterator[StructureFault]:
    """The faults of one kind, in the order of reading."""
    return (fault for fault in dataset.structure if fault.kind == kind)
