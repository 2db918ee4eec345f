/** The example {@code monte-carlo-pi}: independent streams of random numbers, whose results are added up. */
@NullMarked
package dev.anabranch.examples.montecarlopi;

import org.jspecify.annotations.NullMarked;
