/**
 * Estimates the cost and resource use of a run before it starts: walks the states of a machine for given widths, counts
 * billed quantities, and multiplies them by a dated price list. The result lists all assumptions.
 */
@NullMarked
package dev.anabranch.explain.internal.cost;

import org.jspecify.annotations.NullMarked;
