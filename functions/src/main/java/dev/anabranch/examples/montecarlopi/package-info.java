/** The tasks of the example {@code monte-carlo-pi}: points are thrown at a square by independent streams of random numbers. */
@NullMarked
package dev.anabranch.examples.montecarlopi;

import org.jspecify.annotations.NullMarked;
