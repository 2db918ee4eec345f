package dev.anabranch.runtime;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.anabranch.runtime.internal.action.ActionRunner;
import dev.anabranch.runtime.internal.action.Relay;
import dev.anabranch.runtime.internal.invoke.ActionHost;
import dev.anabranch.runtime.internal.invoke.Delivery;
import dev.anabranch.runtime.internal.record.ActionStore;
import dev.anabranch.runtime.internal.record.Claim;
import dev.anabranch.runtime.internal.record.Finish;
import dev.anabranch.runtime.internal.record.RecordedAttempt;
import dev.anabranch.runtime.internal.wire.Invocation;
import dev.anabranch.runtime.internal.wire.RecordKey;
import dev.anabranch.runtime.internal.wire.Reply;
import dev.anabranch.runtime.internal.wire.RunRef;
import dev.anabranch.runtime.internal.wire.Wire;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Function;
import org.crac.Context;
import org.crac.Core;
import org.crac.Resource;

/**
 * Primes a function before SnapStart takes its snapshot: runs one action against a dummy store, so that the snapshot
 * contains all loaded and compiled classes, and the first action after a restore is as fast as later ones. It calls
 * DynamoDB once, with an update for a record that does not exist, which DynamoDB refuses. Nothing is stored, no user's
 * task runs, and a failure does not prevent the version from being published.
 *
 * @see <a href="https://docs.aws.amazon.com/lambda/latest/dg/snapstart-runtime-hooks-java.html">Runtime hooks of
 *     SnapStart</a>
 */
final class SnapStartPriming implements Resource {

    private static final String NAME = "snapstart";
    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    /** Keeps the registered instances reachable: the context of CRaC has only weak references to them. */
    private static final List<SnapStartPriming> KEPT = new CopyOnWriteArrayList<>();

    private final ActionStore actions;
    private final Function<ActionStore, ActionHost> hosts;
    private final InstantSource clock;
    private final Consumer<String> log;

    /**
     * Creates a priming.
     *
     * @param actions the real store of records
     * @param hosts creates a host for another store of records
     * @param log receives the error if priming fails
     */
    SnapStartPriming(
            ActionStore actions, Function<ActionStore, ActionHost> hosts, InstantSource clock, Consumer<String> log) {
        this.actions = actions;
        this.hosts = hosts;
        this.clock = clock;
        this.log = log;
    }

    /** Registers this instance to run before the snapshot. */
    void register() {
        KEPT.add(this);
        Core.getGlobalContext().register(this);
    }

    @Override
    public void beforeCheckpoint(Context<? extends Resource> context) {
        try {
            ActionStore dummy = (ActionStore) Proxy.newProxyInstance(
                    ActionStore.class.getClassLoader(), new Class<?>[] {ActionStore.class}, this::answer);
            Instant now = clock.instant();
            byte[] call = invocation(now).toJson().toString().getBytes(StandardCharsets.UTF_8);
            ActionRunner.of(new Relay(), hosts.apply(dummy)).handle(call, new Delivery(now.plus(TIMEOUT), NAME));
        } catch (RuntimeException e) {
            log.accept("Priming before the snapshot failed; the first actions will be slower: " + e);
        }
    }

    @Override
    public void afterRestore(Context<? extends Resource> context) {
        // Nothing to do: the client opens new connections, and no other state depends on the time.
    }

    /** Implements the dummy store: grants every claim, and makes one real call that changes nothing. */
    private Object answer(Object dummy, Method method, Object[] arguments) {
        return switch (method.getName()) {
            case "claim" -> new Claim.Granted(1);
            case "succeed" -> {
                actions.fail(
                        new RecordKey(NAME, RecordKey.SINGLE),
                        (RecordedAttempt) arguments[1],
                        Instant.EPOCH,
                        NAME,
                        NAME,
                        true);
                yield new Finish.Recorded();
            }
            default -> throw new UnsupportedOperationException(method.getName());
        };
    }

    private static Invocation invocation(Instant now) {
        return new Invocation(
                new RunRef(NAME),
                NAME,
                NAME,
                List.of(0L),
                now,
                0,
                (int) TIMEOUT.toSeconds(),
                new Wire.Value(JsonNodeFactory.instance.objectNode()),
                new Reply.Single(1_024));
    }
}
