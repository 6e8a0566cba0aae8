"""Notes that the product writes by itself about what happens elsewhere, and where that is switched on."""
