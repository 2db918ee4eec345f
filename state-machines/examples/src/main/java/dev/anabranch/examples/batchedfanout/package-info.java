/** The example {@code batched-fanout}: one action for each list of items. */
@NullMarked
package dev.anabranch.examples.batchedfanout;

import org.jspecify.annotations.NullMarked;
