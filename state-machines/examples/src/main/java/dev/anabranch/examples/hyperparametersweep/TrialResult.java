package dev.anabranch.examples.hyperparametersweep;

import java.util.List;

/**
 * The result of one combination of parameters.
 *
 * @param parameters the combination
 * @param accuracy the share of flowers whose species was predicted, the mean over the parts, with four decimal places
 * @param spread the standard deviation of the accuracy over the parts
 * @param confusion one row for each actual species: the numbers of flowers by the predicted species
 */
public record TrialResult(Parameters parameters, double accuracy, double spread, List<List<Integer>> confusion) {}
