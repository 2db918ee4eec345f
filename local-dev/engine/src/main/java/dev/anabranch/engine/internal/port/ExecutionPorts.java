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
 * The ports of executions.
 *
 * @param executor runs the steps of executions, which never block
 * @param blocking runs reading and writing of objects, which may block
 * @param random the source of random numbers; callers synchronize on it
 * @param functions invokes functions by ARN, or null if there are no functions
 * @param objects the store for Distributed Map states, or null if there is no store
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

    /**
     * Returns these ports without journal and meter.
     *
     * @param instead replaces all functions and integrations; null to keep them
     */
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

    /** Returns a random number. */
    public long draw() {
        synchronized (random) {
            return random.nextLong();
        }
    }

    /** Returns a random version 4 UUID. */
    public String uuid() {
        return Uuid.of(draw(), draw());
    }
}
