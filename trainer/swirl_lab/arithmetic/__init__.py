"""Word problems of two to four calculations, with numbers that do not matter in some."""
