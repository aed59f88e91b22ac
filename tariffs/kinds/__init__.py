"""One module for each kind of calculation; each has a ``calculate(input)`` that reads, checks and bills."""
