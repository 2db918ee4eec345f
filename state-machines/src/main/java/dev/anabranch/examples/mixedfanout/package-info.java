/** The example {@code mixed-fanout}: a parallel fan-out, then a sequential one over its results. */
@NullMarked
package dev.anabranch.examples.mixedfanout;

import org.jspecify.annotations.NullMarked;
