package dev.anabranch.examples.firstanswer;

import dev.anabranch.examples.numbers.RequiredText;
import dev.anabranch.task.PermanentFailure;
import dev.anabranch.task.Task;
import dev.anabranch.task.TaskContext;
import dev.anabranch.task.TaskDefaults;
import java.util.List;

/** Returns a question for each provider, the preferred one first. */
@TaskDefaults(memoryMb = 512, timeoutSeconds = 10)
public final class ListProviders implements Task<RateRequest, List<Query>> {

    private static final List<String> PROVIDERS = List.of("central-bank", "exchange", "archive", "newspaper");

    /**
     * Returns the questions.
     *
     * @throws PermanentFailure if the currency is blank, or if a provider that is down is not known
     */
    @Override
    public List<Query> run(RateRequest request, TaskContext context) {
        String currency = request.currency() == null ? "CHF" : RequiredText.of("currency", request.currency());
        List<String> down = request.down() == null ? List.of("central-bank") : request.down();
        for (String provider : down) {
            if (provider == null || !PROVIDERS.contains(provider)) {
                throw new PermanentFailure("down has " + (provider == null ? "null" : "\"" + provider + "\"")
                        + ", but the providers are " + String.join(", ", PROVIDERS) + ".");
            }
        }
        return PROVIDERS.stream()
                .map(provider -> new Query(provider, currency, down.contains(provider)))
                .toList();
    }
}
