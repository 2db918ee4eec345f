package dev.anabranch.examples.hyperparametersweep;

/**
 * One combination of parameters.
 *
 * @param learningRate the step size of the gradient descent
 * @param hiddenUnits the number of hidden units
 * @param weightDecay the factor of the weight decay
 */
public record Parameters(double learningRate, int hiddenUnits, double weightDecay) {}
