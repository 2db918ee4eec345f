/** What the example {@code mixed-fanout} returns. */
@NullMarked
package dev.anabranch.examples.mixedfanout;

import org.jspecify.annotations.NullMarked;
