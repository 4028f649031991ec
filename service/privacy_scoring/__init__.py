"""How well personal data are found in labelled messages: `forbear privacy score` and `docs/privacy.md`."""

from service.privacy_scoring.detectors import Detector, DetectorName, detector
from service.privacy_scoring.floors import FLOORS, raised, shortfalls
from service.privacy_scoring.labels import TEST_SPLIT, Label, LabelledMessage, load_labelled
from service.privacy_scoring.measures import (
    IDENTIFIERS,
    NAMES,
    Fit,
    Scored,
    Slip,
    confusions,
    fit,
    languages,
    look_alikes_changed,
    score,
    slips,
    types_present,
)

__all__ = [
    "FLOORS",
    "IDENTIFIERS",
    "NAMES",
    "TEST_SPLIT",
    "Detector",
    "DetectorName",
    "Fit",
    "Label",
    "LabelledMessage",
    "Scored",
    "Slip",
    "confusions",
    "detector",
    "fit",
    "languages",
    "load_labelled",
    "look_alikes_changed",
    "raised",
    "score",
    "shortfalls",
    "slips",
    "types_present",
]
