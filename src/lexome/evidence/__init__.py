"""What is argued: one argument per file, pure over facts, in the single currency of log10 likelihood ratios."""
