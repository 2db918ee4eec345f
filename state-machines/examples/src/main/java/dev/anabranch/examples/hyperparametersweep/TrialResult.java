package dev.anabranch.examples.hyperparametersweep;

import java.util.List;

/**
 * How a point of the grid did.
 *
 * @param parameters the point
 * @param accuracy share of flowers whose species was recognized, mean over the parts, to four decimals
 * @param spread standard deviation of that over the parts
 * @param confusion a row for each true species: how many flowers were taken for the first, second, third
 */
public record TrialResult(Parameters parameters, double accuracy, double spread, List<List<Integer>> confusion) {}
