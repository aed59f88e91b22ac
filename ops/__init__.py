"""Running the product: preparing a machine, supervising the processes, journeys, evaluation, benchmarks.

What `make up` needs before any environment exists (`prepare`, `supervise`, `up`) uses the standard library only.
"""
