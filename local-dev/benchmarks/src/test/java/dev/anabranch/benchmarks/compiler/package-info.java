/** What the tiers of the JIT compiler cost and save tasks that compute. */
@NullMarked
package dev.anabranch.benchmarks.compiler;

import org.jspecify.annotations.NullMarked;
