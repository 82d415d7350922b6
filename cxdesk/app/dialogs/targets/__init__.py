"""What numbers are held against: targets of the workspace, and benchmarks that others have reached."""
