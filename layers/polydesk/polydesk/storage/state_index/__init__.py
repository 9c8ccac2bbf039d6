"""The state index: bitmaps of ticket numbers by state, with exact counts."""
