/** What the monte-carlo-pi example promises: streams that differ, and an estimate that can be trusted. */
@NullMarked
package dev.anabranch.examples.montecarlopi;

import org.jspecify.annotations.NullMarked;
