"""An invented town in which ways of asking are compared, with what none of them can see."""
