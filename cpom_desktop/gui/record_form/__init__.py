"""A form on the fields of one record: labels, units, choices and bounds come from the record's description."""

from .form import RecordForm

__all__ = ["RecordForm"]
