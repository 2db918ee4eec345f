/**
 * The interpreter. An {@link dev.anabranch.engine.internal.execution.Execution} is a small actor: it handles one message at a time, and
 * no thread waits for it. It runs strands, and a {@link dev.anabranch.engine.internal.execution.Strand} visits one state at a time. The
 * visits are made by a {@link dev.anabranch.engine.internal.execution.VisitFactory} and use their execution through the {@link
 * dev.anabranch.engine.internal.execution.ExecutionContext}.
 */
@NullMarked
package dev.anabranch.engine.internal.execution;

import org.jspecify.annotations.NullMarked;
