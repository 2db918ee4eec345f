package dev.anabranch.runtime;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.anabranch.runtime.internal.action.ActionRunner;
import dev.anabranch.runtime.internal.action.Relay;
import dev.anabranch.runtime.internal.invoke.ActionHost;
import dev.anabranch.runtime.internal.invoke.Delivery;
import dev.anabranch.runtime.internal.record.ActionStore;
import dev.anabranch.runtime.internal.record.Attempt;
import dev.anabranch.runtime.internal.record.Claim;
import dev.anabranch.runtime.internal.record.Finish;
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
 * Goes through an action before SnapStart takes its snapshot, so that what is loaded and compiled for it is in the snapshot: the first
 * action after a restore is then as fast as any. Nothing is stored, no task of a user runs, and no failure keeps a version from being
 * published: DynamoDB is asked to end the attempt of an action that does not exist, which it refuses.
 *
 * @see <a href="https://docs.aws.amazon.com/lambda/latest/dg/snapstart-runtime-hooks-java.html">Runtime hooks of SnapStart</a>
 */
final class Rehearsal implements Resource {

    private static final String NAME = "snapstart";
    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    /** Whoever registers is only referred to weakly. */
    private static final List<Rehearsal> KEPT = new CopyOnWriteArrayList<>();

    private final ActionStore actions;
    private final Function<ActionStore, ActionHost> hosts;
    private final InstantSource clock;
    private final Consumer<String> complaints;

    /**
     * Of an action of a host.
     *
     * @param actions the records that the host would have
     * @param hosts the host over other records
     * @param complaints is told what went wrong
     */
    Rehearsal(
            ActionStore actions,
            Function<ActionStore, ActionHost> hosts,
            InstantSource clock,
            Consumer<String> complaints) {
        this.actions = actions;
        this.hosts = hosts;
        this.clock = clock;
        this.complaints = complaints;
    }

    /** Has it take place before the snapshot is taken. */
    void register() {
        KEPT.add(this);
        Core.getGlobalContext().register(this);
    }

    @Override
    public void beforeCheckpoint(Context<? extends Resource> context) {
        try {
            ActionStore stage = (ActionStore) Proxy.newProxyInstance(
                    ActionStore.class.getClassLoader(), new Class<?>[] {ActionStore.class}, this::act);
            Instant now = clock.instant();
            byte[] call = invocation(now).toJson().toString().getBytes(StandardCharsets.UTF_8);
            ActionRunner.of(new Relay(), hosts.apply(stage)).handle(call, new Delivery(now.plus(TIMEOUT), NAME));
        } catch (RuntimeException e) {
            complaints.accept("The rehearsal before the snapshot did not succeed; first actions will be slower: " + e);
        }
    }

    @Override
    public void afterRestore(Context<? extends Resource> context) {
        // Connections that were open are made anew by the client, and nothing else depends on the moment.
    }

    /** What the store answers: yes to all, after a real call that changes nothing. */
    private Object act(Object stage, Method method, Object[] arguments) {
        return switch (method.getName()) {
            case "claim" -> new Claim.Granted(1);
            case "succeed" -> {
                actions.fail(
                        new RecordKey(NAME, RecordKey.SINGLE), (Attempt) arguments[1], Instant.EPOCH, NAME, NAME, true);
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
