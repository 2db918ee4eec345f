package dev.anabranch.examples.polling;

import dev.anabranch.examples.numbers.RequiredText;
import dev.anabranch.task.Task;
import dev.anabranch.task.TaskContext;
import dev.anabranch.task.TaskDefaults;
import java.util.ArrayList;
import java.util.List;

/** Starts an export of each table. */
@TaskDefaults(memoryMb = 512, timeoutSeconds = 10)
public final class StartExports implements Task<PollingInput, List<Export>> {

    private static final List<String> DEFAULT = List.of("customers", "orders", "items");

    /**
     * Returns the exports.
     *
     * @throws dev.anabranch.task.PermanentFailure if a table has no name
     */
    @Override
    public List<Export> run(PollingInput input, TaskContext context) {
        List<Export> exports = new ArrayList<>();
        for (String table : input.tables() == null ? DEFAULT : input.tables()) {
            exports.add(new Export(RequiredText.of("tables[" + exports.size() + "]", table), 0, false));
        }
        return exports;
    }
}
