/** The example {@code hyperparameter-sweep}: one action for each combination of parameters, and the best of them. */
@NullMarked
package dev.anabranch.examples.hyperparametersweep;

import org.jspecify.annotations.NullMarked;
