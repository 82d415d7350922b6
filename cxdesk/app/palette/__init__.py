"""The palette: everything that can be done or looked at, found by typing."""
