package dev.anabranch.examples.polling;

import dev.anabranch.task.Task;
import dev.anabranch.task.TaskContext;
import dev.anabranch.task.TaskDefaults;

/** Asks how far an export is: here each question moves it on, the faster the shorter the name of its table is. */
@TaskDefaults(memoryMb = 512, timeoutSeconds = 10)
public final class CheckExport implements Task<Export, Export> {

    @Override
    public Export run(Export export, TaskContext context) {
        int percent = Math.min(
                100, export.percent() + Math.max(1, 200 / export.table().length()));
        return new Export(export.table(), percent, percent == 100);
    }
}
