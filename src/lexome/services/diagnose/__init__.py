"""The main job: a patient in, an explained differential out; one patient at a time or many in a batch."""
