/**
 * The interpreter. An {@link dev.anabranch.engine.internal.execution.Execution} is a small actor: everything that happens to it is a
 * message, handled one at a time, and no thread ever waits for one. It runs strands, a strand runs one state at a time, and
 * each type of state has its class.
 */
@NullMarked
package dev.anabranch.engine.internal.execution;

import org.jspecify.annotations.NullMarked;
