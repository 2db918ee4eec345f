/**
 * The authoring API: what a developer writes a workflow with. A definition is run once, on the developer's machine, and leaves a
 * {@link dev.anabranch.workflow.internal.graph.Graph}; it never runs in the cloud.
 */
@NullMarked
package dev.anabranch.workflow;

import org.jspecify.annotations.NullMarked;
