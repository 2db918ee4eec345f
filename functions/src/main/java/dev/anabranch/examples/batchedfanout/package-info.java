/** The tasks of the example {@code batched-fanout}: numbers are cut into lists, and one action handles a list. */
@NullMarked
package dev.anabranch.examples.batchedfanout;

import org.jspecify.annotations.NullMarked;
