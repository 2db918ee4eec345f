/** The graph of a run: which nodes it has and where their inputs come from. */
@NullMarked
package dev.anabranch.runs.internal.graph;

import org.jspecify.annotations.NullMarked;
