/**
 * The graph that a workflow is traced into: plain data, that checks, plan, translation and diagrams read. Nothing here can run
 * anything.
 */
@NullMarked
package dev.anabranch.workflow.internal.graph;

import org.jspecify.annotations.NullMarked;
