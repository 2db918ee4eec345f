/** The example {@code parallel-fanout}: all items at once. */
@NullMarked
package dev.anabranch.examples.parallelfanout;

import org.jspecify.annotations.NullMarked;
