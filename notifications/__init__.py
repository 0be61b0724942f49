"""Words out and words in: the outbox, the send gate, the adapters of providers.

Knows people's phones, languages and channels; knows nothing of cases, offers or check-ins.
"""
