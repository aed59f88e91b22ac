"""Long runs that break things on purpose and then count: nothing lost, nothing doubled."""
