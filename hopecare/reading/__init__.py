"""Files from outside, read into values our code knows, with marks for what is wrong."""
