/** The example {@code record-pipeline}: a fan-out over records, and a nested one over the units of a record. */
@NullMarked
package dev.anabranch.examples.recordpipeline;

import org.jspecify.annotations.NullMarked;
