"""The Personal tab: who a person is, and changing one thing of it at a time."""
