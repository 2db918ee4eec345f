package dev.anabranch.examples.hyperparametersweep;

/** The input of one action: one combination of parameters, and how to test it. */
public record Trial(Parameters parameters, int epochs, int folds, long seed) {}
