/** The workflows that are measured beside the programs of other systems. */
@NullMarked
package dev.anabranch.benchmarks.workflows;

import org.jspecify.annotations.NullMarked;
