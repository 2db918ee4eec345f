/**
 * Traces definitions: the implementation of the authoring API, which records every call in {@code define} as a node of
 * the graph.
 */
@NullMarked
package dev.anabranch.workflow.internal.trace;

import org.jspecify.annotations.NullMarked;
