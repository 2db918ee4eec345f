package dev.anabranch.engine.internal.port;

import dev.anabranch.engine.execution.EngineQuotas;
import dev.anabranch.engine.integration.Integrations;
import dev.anabranch.engine.integration.LambdaIntegration;
import dev.anabranch.engine.integration.ObjectStore;
import dev.anabranch.engine.internal.query.jsonata.JsonataEvaluator;
import dev.anabranch.engine.internal.query.jsonpath.JsonPathEvaluator;
import dev.anabranch.engine.internal.value.Uuid;
import dev.anabranch.engine.journal.Journal;
import dev.anabranch.engine.metering.Meter;
import dev.anabranch.engine.time.EngineClock;
import java.util.concurrent.Executor;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Everything outside that executions use.
 *
 * @param executor runs executions; what it runs never blocks
 * @param blocking runs what may block: reading and writing objects
 * @param random draws jitter and ids; calls are serialised by the caller
 * @param functions calls functions by ARN, or null where there are none
 * @param objects what Distributed Maps read and write, or null where there is none
 */
public record ExecutionPorts(
        EngineClock clock,
        Executor executor,
        Executor blocking,
        RandomGenerator random,
        Integrations integrations,
        @Nullable LambdaIntegration functions,
        @Nullable ObjectStore objects,
        Meter meter,
        EngineQuotas quotas,
        Journal journal,
        JsonataEvaluator jsonata,
        JsonPathEvaluator jsonPath) {

    /** The same, without journal and meter; with other integrations in place of all functions and integrations, if there are any. */
    public ExecutionPorts forTrial(@Nullable Integrations instead) {
        return new ExecutionPorts(
                clock,
                executor,
                blocking,
                random,
                instead == null ? integrations : instead,
                instead == null ? functions : null,
                objects,
                Meter.NONE,
                quotas,
                Journal.NONE,
                jsonata,
                jsonPath);
    }

    /** A random number, from the port. */
    public long draw() {
        synchronized (random) {
            return random.nextLong();
        }
    }

    /** A random UUID, version 4, from the port. */
    public String uuid() {
        return Uuid.of(draw(), draw());
    }
}
