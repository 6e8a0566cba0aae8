"""National-scale data and the measurements. `make bench` runs `python -m bench`; figures go to docs/performance.md.

Everything is compared within one run on one machine: pages a second are given as a share of a *floor* page, which looks
up the same session and account, reads one row and renders a minimal template on the same server."""
