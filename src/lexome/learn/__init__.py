"""How models are fitted. Needs the ``train`` extra and is never imported on the way to an answer."""
