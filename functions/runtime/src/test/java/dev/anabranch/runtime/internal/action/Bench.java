package dev.anabranch.runtime.internal.action;

import dev.anabranch.runtime.internal.invoke.ActionHost;
import dev.anabranch.runtime.internal.invoke.ActionObserver;
import dev.anabranch.runtime.internal.invoke.Delivery;
import dev.anabranch.runtime.internal.invoke.LogLine;
import dev.anabranch.runtime.internal.payload.PayloadStore;
import dev.anabranch.runtime.internal.record.ActionRecord;
import dev.anabranch.runtime.internal.record.ActionStore;
import dev.anabranch.runtime.internal.wire.ActionStatus;
import dev.anabranch.runtime.internal.wire.Invocation;
import dev.anabranch.runtime.internal.wire.RecordKey;
import dev.anabranch.task.Task;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Executor;

/** A host over two stores, with a stopped clock, that keeps all log lines and progress reports. */
public final class Bench implements ActionObserver {

    public static final Instant NOW = Calls.ENTERED.plusMillis(250);
    public static final Delivery DELIVERY = new Delivery(NOW.plusSeconds(600), "log-1");

    private final ActionStore actions;
    private final ActionHost host;
    private final List<LogLine> lines = Collections.synchronizedList(new ArrayList<>());
    private final List<String> events = Collections.synchronizedList(new ArrayList<>());

    public Bench(ActionStore actions, PayloadStore payloads, Executor executor, Path scratch) {
        this.actions = actions;
        this.host = ActionHost.builder()
                .actions(actions)
                .payloads(payloads)
                .clock(InstantSource.fixed(NOW))
                .executor(executor)
                .log(lines::add)
                .scratch(scratch)
                .observer(this)
                .build();
    }

    public ActionHost host() {
        return host;
    }

    public List<LogLine> lines() {
        return List.copyOf(lines);
    }

    public List<String> events() {
        return List.copyOf(events);
    }

    /** Returns the answer as text. */
    public String run(Task<?, ?> task, Invocation call) {
        return new String(ActionRunner.of(task, host).handle(call, DELIVERY), StandardCharsets.UTF_8);
    }

    /** Returns the record of an action, which must exist. */
    public ActionRecord record(Invocation call) {
        return actions.read(RecordKey.of(call.run().id(), call.node(), call.path()))
                .orElseThrow();
    }

    @Override
    public void started(String node, List<Long> path) {
        events.add("started " + node + path);
    }

    @Override
    public void finished(String node, List<Long> path, ActionStatus status) {
        events.add("finished " + node + path + " " + status);
    }

    @Override
    public void fansOut(String node, List<Long> path, long count) {
        events.add("spread " + node + path + " " + count);
    }
}
