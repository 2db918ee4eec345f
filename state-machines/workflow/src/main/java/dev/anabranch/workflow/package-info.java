/**
 * The authoring API. A developer writes a class that implements {@link dev.anabranch.workflow.Workflow}; its {@code
 * define} method calls a {@link dev.anabranch.workflow.Flow} to add calls of tasks, fan-outs and conditionals. The
 * definition is traced once into a graph, which is checked and translated into a state machine. The definition itself
 * never runs in the cloud.
 */
@NullMarked
package dev.anabranch.workflow;

import org.jspecify.annotations.NullMarked;
