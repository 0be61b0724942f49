"""The receiving agencies' door: whom to call about a referral. No answer comes through it yet."""
