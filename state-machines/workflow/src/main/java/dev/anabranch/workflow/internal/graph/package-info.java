/**
 * The graph of a traced workflow: immutable data that the checks, the plan, the translation and the diagrams read.
 */
@NullMarked
package dev.anabranch.workflow.internal.graph;

import org.jspecify.annotations.NullMarked;
