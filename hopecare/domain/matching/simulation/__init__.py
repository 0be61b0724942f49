"""An invented town in which ways of asking are compared: what they see, and what they cannot see."""
