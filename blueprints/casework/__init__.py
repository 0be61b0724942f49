"""The social workers' door: residents, assessments, cases, needs, referrals."""
