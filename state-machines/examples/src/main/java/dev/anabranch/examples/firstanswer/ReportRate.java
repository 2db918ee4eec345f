package dev.anabranch.examples.firstanswer;

import dev.anabranch.task.Task;
import dev.anabranch.task.TaskContext;
import dev.anabranch.task.TaskDefaults;

/** Returns the rate as a sentence. */
@TaskDefaults(memoryMb = 512, timeoutSeconds = 10)
public final class ReportRate implements Task<Quote, String> {

    @Override
    public String run(Quote quote, TaskContext context) {
        return "One euro buys " + quote.rate() + " " + quote.currency() + ", says " + quote.provider() + ".";
    }
}
