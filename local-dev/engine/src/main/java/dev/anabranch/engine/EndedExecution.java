package dev.anabranch.engine;

import dev.anabranch.engine.execution.ExecutionSnapshot;
import dev.anabranch.engine.history.HistoryEvent;
import java.util.List;
import java.util.function.Supplier;

/** An execution that has ended. Its history is read only when the supplier is called. */
record EndedExecution(ExecutionSnapshot snapshot, Supplier<List<HistoryEvent>> history) {}
