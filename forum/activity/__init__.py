"""Following, supports, feeds and news for members."""
