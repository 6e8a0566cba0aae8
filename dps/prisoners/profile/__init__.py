"""What every page about one person shares: opening them, the header, the tabs."""
