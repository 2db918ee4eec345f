/** What the record-pipeline example promises. */
@NullMarked
package dev.anabranch.examples.recordpipeline;

import org.jspecify.annotations.NullMarked;
