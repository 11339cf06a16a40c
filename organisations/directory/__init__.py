"""The portal's pages on which organisations and places are looked after: by their people, and by editors."""
