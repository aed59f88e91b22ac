"""An optional second opinion by a language model inside the utility's network; off unless an address is set."""
