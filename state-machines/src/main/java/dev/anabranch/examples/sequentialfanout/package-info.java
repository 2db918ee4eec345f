/** The example {@code sequential-fanout}: one item after the other. */
@NullMarked
package dev.anabranch.examples.sequentialfanout;

import org.jspecify.annotations.NullMarked;
