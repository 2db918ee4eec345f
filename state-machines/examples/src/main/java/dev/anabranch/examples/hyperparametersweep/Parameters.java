package dev.anabranch.examples.hyperparametersweep;

/**
 * A point of the grid.
 *
 * @param learningRate how far each flower moves the weights
 * @param hiddenUnits of the network
 * @param weightDecay how strongly weights are pulled to zero
 */
public record Parameters(double learningRate, int hiddenUnits, double weightDecay) {}
