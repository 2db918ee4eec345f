package dev.anabranch.examples.landcover;

/** The shares of the four classes in the area of a map, each from 0 to 1; their sum is 1. */
public record ClassShares(double water, double snowOrIce, double vegetation, double bareGround) {}
