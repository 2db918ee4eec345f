/** The example {@code multi-phase}: three fan-outs, each over all results of the one before. */
@NullMarked
package dev.anabranch.examples.multiphase;

import org.jspecify.annotations.NullMarked;
