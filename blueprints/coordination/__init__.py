"""The coordinators' door: triage, telephone, alerts, check-ins, volunteers, messages."""
