package dev.anabranch.examples.firstanswer;

import dev.anabranch.task.Task;
import dev.anabranch.task.TaskContext;
import dev.anabranch.task.TaskDefaults;

/** Asks a provider for a rate: here it computes one from the letters of the currency. */
@TaskDefaults(memoryMb = 512, timeoutSeconds = 10)
public final class AskProvider implements Task<Query, Quote> {

    @Override
    public Quote run(Query query, TaskContext context) {
        if (query.down()) {
            throw new IllegalStateException(query.provider() + " does not answer");
        }
        int letters = query.currency().chars().sum();
        return new Quote(query.provider(), query.currency(), letters / 200.0);
    }
}
