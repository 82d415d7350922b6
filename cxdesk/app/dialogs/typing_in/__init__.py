"""The window in which costs and exchange rates are typed in."""
