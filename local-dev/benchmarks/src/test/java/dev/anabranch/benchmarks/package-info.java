/**
 * Benchmarks, run by hand: each has a {@code main}. They say how fast something is on this machine, not whether it is right.
 */
@NullMarked
package dev.anabranch.benchmarks;

import org.jspecify.annotations.NullMarked;
