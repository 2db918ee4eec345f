package dev.anabranch.examples.polling;

import dev.anabranch.task.Task;
import dev.anabranch.task.TaskContext;
import dev.anabranch.task.TaskDefaults;
import java.util.List;

/** Starts an export of each table. */
@TaskDefaults(memoryMb = 512, timeoutSeconds = 10)
public final class StartExports implements Task<PollingInput, List<Export>> {

    private static final List<String> DEFAULT = List.of("customers", "orders", "items");

    @Override
    public List<Export> run(PollingInput input, TaskContext context) {
        List<String> tables = input.tables() == null ? DEFAULT : input.tables();
        return tables.stream().map(table -> new Export(table, 0, false)).toList();
    }
}
