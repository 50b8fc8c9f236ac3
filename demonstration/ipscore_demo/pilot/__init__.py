"""The pilot's readings rebuilt from published figures: the real ones are confidential, these are invented."""

from ipscore_demo.pilot.planted import KIND_LABELS, SCHEMA, Kind
from ipscore_demo.pilot.rebuilding import SEED, Pilot, rebuild_pilot
from ipscore_demo.pilot.writing import write_pilot

__all__ = ["KIND_LABELS", "SCHEMA", "SEED", "Kind", "Pilot", "rebuild_pilot", "write_pilot"]
