/** The example {@code monte-carlo-pi}: independent streams of random numbers, added up. */
@NullMarked
package dev.anabranch.examples.montecarlopi;

import org.jspecify.annotations.NullMarked;
