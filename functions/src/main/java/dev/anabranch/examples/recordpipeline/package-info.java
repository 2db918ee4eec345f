/** The tasks of the example {@code record-pipeline}: the units of each record are processed, and reported on. */
@NullMarked
package dev.anabranch.examples.recordpipeline;

import org.jspecify.annotations.NullMarked;
