"""Figures that are ratios of two things measured in the same run; `make bench` prints them."""
