"""What each thing counts for when helpers are priced: the dated policy, for every reader of it."""

from __future__ import annotations

from hopecare.domain.matching.score import WEIGHT_NAMES, Weights
from hopecare.town_values import shipped_policy


def match_weights() -> Weights:
    """Give the weights of the policy with their version, as batches and waves are priced by."""
    policy = shipped_policy("matching")
    values = policy["weights"]
    return Weights(version=str(policy["version"]), **{name: values[name] for name in WEIGHT_NAMES})
