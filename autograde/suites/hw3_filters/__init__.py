"""Hidden suite of hw3-filters: a bank of filters, windows as rows, one matrix product."""
