"""Export: everything that is held about a person, for machines and for the person."""

from service.export.exporting import ExportExists, MadeExport, make_export, write_export
from service.export.schema import Export

__all__ = ["Export", "ExportExists", "MadeExport", "make_export", "write_export"]
