/** The example {@code hyperparameter-sweep}: one action for each combination of parameters. */
@NullMarked
package dev.anabranch.examples.hyperparametersweep;

import org.jspecify.annotations.NullMarked;
