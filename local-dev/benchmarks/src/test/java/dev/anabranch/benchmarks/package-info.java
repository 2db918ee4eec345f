/**
 * Benchmarks with a {@code main} method, which are started manually. They measure speed on this machine, not
 * correctness.
 */
@NullMarked
package dev.anabranch.benchmarks;

import org.jspecify.annotations.NullMarked;
