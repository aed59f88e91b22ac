"""The gateway and workbench: the only part of the product that holds state."""
