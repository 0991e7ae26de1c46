"""Effects of variants on splicing: five converted networks, run only where a variant can change them."""
