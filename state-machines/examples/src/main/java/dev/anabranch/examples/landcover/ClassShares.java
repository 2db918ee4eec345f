package dev.anabranch.examples.landcover;

/** What part of a map's true area each class covers; the four, each 0 to 1, add up to 1. */
public record ClassShares(double water, double snowOrIce, double vegetation, double bareGround) {}
