package dev.anabranch.examples.hyperparametersweep;

import dev.anabranch.examples.hyperparametersweep.Flowers.Flower;
import java.util.List;
import java.util.SplittableRandom;

/**
 * A neural network with one hidden layer (tanh) and a softmax output, trained by stochastic gradient descent on the
 * cross entropy. It uses {@link StrictMath}, so the weights are equal on every machine.
 */
final class Network {
    private static final int IN = Flowers.MEASURES;
    private static final int OUT = Flowers.SPECIES.size();

    private final Parameters parameters;
    private final double[] mean = new double[IN];
    private final double[] deviation = new double[IN];
    private final double[][] hiddenWeights;
    private final double[][] outWeights;

    private Network(Parameters parameters) {
        this.parameters = parameters;
        this.hiddenWeights = new double[parameters.hiddenUnits()][IN + 1];
        this.outWeights = new double[OUT][parameters.hiddenUnits() + 1];
    }

    static Network train(List<Flower> flowers, Parameters parameters, int epochs, SplittableRandom random) {
        Network network = new Network(parameters);
        network.scaleTo(flowers);
        network.fill(network.hiddenWeights, random);
        network.fill(network.outWeights, random);
        for (int epoch = 0; epoch < epochs; epoch++) {
            for (Flower flower : Folds.shuffled(flowers, random)) {
                network.learn(flower);
            }
        }
        return network;
    }

    /** Returns the index of the most probable species of a flower. */
    int classify(Flower flower) {
        double[] shares = output(hidden(scaled(flower)));
        int best = 0;
        for (int i = 1; i < OUT; i++) {
            best = shares[i] > shares[best] ? i : best;
        }
        return best;
    }

    /** Computes the scale from the training data only, not from the test data. */
    private void scaleTo(List<Flower> flowers) {
        for (int i = 0; i < IN; i++) {
            int measure = i;
            mean[i] = flowers.stream()
                    .mapToDouble(flower -> flower.measure(measure))
                    .average()
                    .orElse(0);
            double variance = flowers.stream()
                    .mapToDouble(flower -> flower.measure(measure) - mean[measure])
                    .map(distance -> distance * distance)
                    .average()
                    .orElse(0);
            deviation[i] = variance == 0 ? 1 : Math.sqrt(variance);
        }
    }

    private void fill(double[][] weights, SplittableRandom random) {
        for (double[] unit : weights) {
            double range = 1 / Math.sqrt(unit.length);
            for (int i = 0; i < unit.length; i++) {
                unit[i] = (2 * random.nextDouble() - 1) * range;
            }
        }
    }

    private double[] scaled(Flower flower) {
        double[] scaled = new double[IN];
        for (int i = 0; i < IN; i++) {
            scaled[i] = (flower.measure(i) - mean[i]) / deviation[i];
        }
        return scaled;
    }

    private double[] hidden(double[] in) {
        double[] hidden = new double[hiddenWeights.length];
        for (int unit = 0; unit < hidden.length; unit++) {
            hidden[unit] = StrictMath.tanh(weighted(hiddenWeights[unit], in));
        }
        return hidden;
    }

    private double[] output(double[] hidden) {
        double[] shares = new double[OUT];
        double most = Double.NEGATIVE_INFINITY;
        for (int i = 0; i < OUT; i++) {
            shares[i] = weighted(outWeights[i], hidden);
            most = Math.max(most, shares[i]);
        }
        double sum = 0;
        for (int i = 0; i < OUT; i++) {
            shares[i] = StrictMath.exp(shares[i] - most); // The subtraction avoids an overflow.
            sum += shares[i];
        }
        for (int i = 0; i < OUT; i++) {
            shares[i] /= sum;
        }
        return shares;
    }

    /** Returns the weighted sum of the inputs. The last weight is the bias. */
    private static double weighted(double[] weights, double[] in) {
        double sum = weights[in.length];
        for (int i = 0; i < in.length; i++) {
            sum += weights[i] * in[i];
        }
        return sum;
    }

    private void learn(Flower flower) {
        double[] in = scaled(flower);
        double[] hidden = hidden(in);
        double[] shares = output(hidden);
        double[] blame = new double[hidden.length];
        for (int i = 0; i < OUT; i++) {
            double error = shares[i] - (i == flower.species() ? 1 : 0);
            for (int unit = 0; unit < hidden.length; unit++) {
                blame[unit] += error * outWeights[i][unit];
            }
            descend(outWeights[i], hidden, error);
        }
        for (int unit = 0; unit < hidden.length; unit++) {
            descend(hiddenWeights[unit], in, blame[unit] * (1 - hidden[unit] * hidden[unit]));
        }
    }

    private void descend(double[] weights, double[] in, double error) {
        double rate = parameters.learningRate();
        for (int i = 0; i < in.length; i++) {
            weights[i] -= rate * (error * in[i] + parameters.weightDecay() * weights[i]);
        }
        weights[in.length] -= rate * error;
    }
}
