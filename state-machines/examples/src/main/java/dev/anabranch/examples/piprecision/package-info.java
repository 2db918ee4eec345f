/** The example {@code pi-precision}: each item of a fan-out is a run of another workflow. */
@NullMarked
package dev.anabranch.examples.piprecision;

import org.jspecify.annotations.NullMarked;
