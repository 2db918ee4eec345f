/**
 * The interpreter. An {@link dev.anabranch.engine.internal.execution.Execution} is an actor: it handles one message at
 * a time, and no thread waits for it. It runs strands. A {@link dev.anabranch.engine.internal.execution.Strand} visits
 * one state at a time. A {@link dev.anabranch.engine.internal.execution.VisitFactory} creates the visits, which use the
 * execution through the {@link dev.anabranch.engine.internal.execution.ExecutionContext}.
 */
@NullMarked
package dev.anabranch.engine.internal.execution;

import org.jspecify.annotations.NullMarked;
