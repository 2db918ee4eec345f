package dev.anabranch.examples.firstanswer;

import dev.anabranch.task.Task;
import dev.anabranch.task.TaskContext;
import dev.anabranch.task.TaskDefaults;
import java.util.List;

/** Returns a question for each provider, the preferred one first. */
@TaskDefaults(memoryMb = 512, timeoutSeconds = 10)
public final class ListProviders implements Task<RateRequest, List<Query>> {

    private static final List<String> PROVIDERS = List.of("central-bank", "exchange", "archive", "newspaper");

    @Override
    public List<Query> run(RateRequest request, TaskContext context) {
        String currency = request.currency() == null ? "CHF" : request.currency();
        List<String> down = request.down() == null ? List.of("central-bank") : request.down();
        return PROVIDERS.stream()
                .map(provider -> new Query(provider, currency, down.contains(provider)))
                .toList();
    }
}
