package dev.anabranch.examples.squareall;

/** The work of one action: a number to square, or to fail at. */
public record Assignment(int number, boolean fail) {}
