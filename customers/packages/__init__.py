"""One module for each package: ``PACKAGE`` says what it is, ``consider(record, as_of)`` whether it pays."""
