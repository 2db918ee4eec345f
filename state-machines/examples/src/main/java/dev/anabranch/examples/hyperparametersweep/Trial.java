package dev.anabranch.examples.hyperparametersweep;

/** The work of one action: to judge one point of the grid. */
public record Trial(Parameters parameters, int epochs, int folds, long seed) {}
