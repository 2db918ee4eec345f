package dev.anabranch.examples.squareall;

/** The input of one action: the number to square, and whether the action must fail. */
public record Assignment(int number, boolean fail) {}
