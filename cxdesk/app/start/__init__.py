"""The page shown while no workspace is open."""
