"""The pilot's readings rebuilt from published figures: the real ones are confidential, these are invented."""

from data_sources.pilot.planted import KIND_LABELS, SCHEMA, Kind
from data_sources.pilot.rebuilding import Pilot, rebuild_pilot

__all__ = ["KIND_LABELS", "SCHEMA", "Kind", "Pilot", "rebuild_pilot"]
