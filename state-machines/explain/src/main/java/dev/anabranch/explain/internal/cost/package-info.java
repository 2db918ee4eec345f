/**
 * What a run costs and demands, before there is one: the states of a machine are walked for given widths, what each would be billed for
 * is counted, and one dated list of prices turns the counts into dollars. Whatever is assumed is said.
 */
@NullMarked
package dev.anabranch.explain.internal.cost;

import org.jspecify.annotations.NullMarked;
