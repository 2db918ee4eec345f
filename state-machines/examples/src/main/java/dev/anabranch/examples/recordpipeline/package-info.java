/** The example {@code record-pipeline}: a fan-out over records, and in it one over the units of a record. */
@NullMarked
package dev.anabranch.examples.recordpipeline;

import org.jspecify.annotations.NullMarked;
