"""What the numbers mean: metrics declared one file each, estimators that turn row contributions into estimates."""
