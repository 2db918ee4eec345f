package dev.anabranch.runtime.internal.action;

import dev.anabranch.quotas.internal.StepFunctionsQuotas;
import dev.anabranch.task.PermanentFailure;
import dev.anabranch.task.Task;
import dev.anabranch.task.TaskContext;
import dev.anabranch.task.TaskDefaults;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/**
 * Returns when a wait ends. The state machine calls it before each wait and then waits until that time. Since the time
 * is the result of an action, a rerun adopts it: it does not repeat a wait that has ended, and continues one that has
 * not.
 */
@TaskDefaults(memoryMb = 256, timeoutSeconds = 10)
public final class WaitTimer implements Task<WaitTimer.Input, Instant> {

    /** Creates the task. Lambda calls it. */
    public WaitTimer() {}

    /**
     * The time to wait for; one of {@code duration} and {@code until} is not null.
     *
     * @param entered when the state machine began this wait
     * @param duration how long it waits
     * @param until the time until which it waits
     */
    public record Input(
            Instant entered,
            @Nullable Duration duration,
            @Nullable Instant until) {}

    @Override
    public Instant run(Input input, TaskContext context) {
        Instant latest = input.entered().plusSeconds(StepFunctionsQuotas.EXECUTION_SECONDS);
        Instant end = end(input);
        if (end.isAfter(latest)) {
            throw new PermanentFailure("The wait would end at " + end
                    + ", more than 365 days after its start, but an execution runs for at most one year.");
        }
        Instant effective = end.isBefore(input.entered()) ? input.entered() : end;
        Instant second = effective.truncatedTo(ChronoUnit.SECONDS);
        return second.equals(effective) ? second : second.plusSeconds(1);
    }

    private static Instant end(Input input) {
        if (input.until() != null) {
            return input.until();
        }
        Duration duration = input.duration();
        if (duration == null) {
            throw new PermanentFailure("The time to wait for is null.");
        }
        return duration.toSeconds() > StepFunctionsQuotas.EXECUTION_SECONDS
                ? input.entered().plusSeconds(StepFunctionsQuotas.EXECUTION_SECONDS + 1L)
                : duration.isNegative() ? input.entered() : input.entered().plus(duration);
    }
}
