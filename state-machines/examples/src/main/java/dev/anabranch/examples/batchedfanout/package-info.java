/** The example {@code batched-fanout}: one action for a list of items, and the other two ways to work in batches. */
@NullMarked
package dev.anabranch.examples.batchedfanout;

import org.jspecify.annotations.NullMarked;
