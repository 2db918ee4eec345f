package dev.anabranch.examples.polling;

import dev.anabranch.task.Task;
import dev.anabranch.task.TaskContext;
import dev.anabranch.task.TaskDefaults;

/** Appends a name to a summary. */
@TaskDefaults(memoryMb = 512, timeoutSeconds = 10)
public final class AppendName implements Task<AppendName.Input, PollingReport> {

    /**
     * The input.
     *
     * @param before the report on the tables before
     * @param export the next export
     */
    public record Input(PollingReport before, Export export) {}

    @Override
    public PollingReport run(Input input, TaskContext context) {
        String names = input.before().summary();
        String name = input.export().table();
        return new PollingReport(input.before().tables() + 1, names.isEmpty() ? name : names + ", then " + name);
    }
}
