/** What the hyperparameter-sweep example promises: fair tests, and a network that learns. */
@NullMarked
package dev.anabranch.examples.hyperparametersweep;

import org.jspecify.annotations.NullMarked;
