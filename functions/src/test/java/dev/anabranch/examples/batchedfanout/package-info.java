/** What the batched-fanout example promises. */
@NullMarked
package dev.anabranch.examples.batchedfanout;

import org.jspecify.annotations.NullMarked;
