"""What is predicted: one predictor per file, each with its model card."""
