/**
 * Estimates of cost and resource use before a run: the states of a machine are walked for given widths, billed quantities are counted, and
 * a dated price list converts them into dollars. All assumptions are listed in the result.
 */
@NullMarked
package dev.anabranch.explain.internal.cost;

import org.jspecify.annotations.NullMarked;
