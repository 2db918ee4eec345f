/** The tasks of the example {@code hyperparameter-sweep}: a small neural network is trained on real flowers, with each combination of parameters. */
@NullMarked
package dev.anabranch.examples.hyperparametersweep;

import org.jspecify.annotations.NullMarked;
