package dev.anabranch.engine;

import dev.anabranch.engine.execution.ExecutionSnapshot;
import dev.anabranch.engine.history.HistoryEvent;
import java.util.List;
import java.util.function.Supplier;

/** An execution that has ended, as it can be asked about: its history is only fetched when somebody wants it. */
record EndedExecution(ExecutionSnapshot snapshot, Supplier<List<HistoryEvent>> history) {}
