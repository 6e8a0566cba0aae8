"""Each thing that can be changed on the Personal tab."""
