package dev.anabranch.engine.internal.execution;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.anabranch.engine.execution.ExecutionSnapshot;
import dev.anabranch.engine.execution.ExecutionSpec;
import dev.anabranch.engine.history.EventDetails;
import dev.anabranch.engine.history.EventType;
import dev.anabranch.engine.internal.message.ExecutionMailbox;
import dev.anabranch.engine.internal.pending.PendingEvents;
import dev.anabranch.engine.internal.port.ExecutionPorts;
import dev.anabranch.engine.internal.value.Timestamps;
import dev.anabranch.engine.internal.value.Uuid;
import dev.anabranch.engine.metering.Meter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The parts of an execution that its strands and visits share. Only messages of the execution use it. */
public final class ExecutionContext {

    private final ExecutionSpec spec;
    private final Supplier<ExecutionSnapshot> snapshot;
    private final ExecutionPorts ports;
    private final ExecutionHost host;
    private final ExecutionMailbox mailbox;
    private final PendingEvents pending;
    private final HistoryRecorder history;
    private final Map<String, OpenMapRun> mapRuns = new LinkedHashMap<>();

    ExecutionContext(
            Supplier<ExecutionSnapshot> snapshot,
            ExecutionPorts ports,
            ExecutionHost host,
            ExecutionMailbox mailbox,
            PendingEvents pending,
            HistoryRecorder history) {
        this.spec = snapshot.get().spec();
        this.snapshot = snapshot;
        this.ports = ports;
        this.host = host;
        this.mailbox = mailbox;
        this.pending = pending;
        this.history = history;
    }

    /** The specification of the execution. */
    public ExecutionSpec spec() {
        return spec;
    }

    /** Everything outside of the engine. */
    public ExecutionPorts ports() {
        return ports;
    }

    /** The other executions of the engine. */
    public ExecutionHost host() {
        return host;
    }

    /** The messages of the execution, with their time and random numbers. */
    public ExecutionMailbox mailbox() {
        return mailbox;
    }

    /** The events that the execution waits for. */
    public PendingEvents pending() {
        return pending;
    }

    /** Returns a random UUID, which depends on the execution's seed only. */
    public String uuid() {
        return Uuid.of(mailbox.random().nextLong(), mailbox.random().nextLong());
    }

    /** Adds an event to the history and returns its id. The last event that the quota allows is the one that ends the execution. */
    public long record(long previous, EventType type, EventDetails details) {
        return history.record(previous, type, details);
    }

    /** Meters a transition, unless it was metered before a restart. */
    public void meter(Meter.TransitionKind kind) {
        if (!spec.express() && !mailbox.isReplaying()) {
            ports.meter().transition(spec.stateMachineArn(), kind);
        }
    }

    /** Has the Map Run receive messages until it is closed. */
    public void open(String mapRunArn, OpenMapRun run) {
        mapRuns.put(mapRunArn, run);
    }

    /** Has the Map Run receive no more messages. */
    public void close(String mapRunArn) {
        mapRuns.remove(mapRunArn);
    }

    @Nullable
    OpenMapRun mapRun(String arn) {
        return mapRuns.get(arn);
    }

    List<OpenMapRun> mapRuns() {
        return List.copyOf(mapRuns.values());
    }

    /** Forgets everything that the execution waits for. */
    void clear() {
        pending.clear();
        mapRuns.clear();
    }

    /** Returns a new context object without a state. The values in it must not be changed. */
    public ObjectNode contextObject() {
        ExecutionSnapshot current = snapshot.get();
        ObjectNode execution = JsonNodeFactory.instance.objectNode();
        execution.put("Id", spec.arn());
        execution.set("Input", spec.input());
        execution.put("Name", spec.name());
        execution.put("RoleArn", spec.roleArn());
        execution.put("StartTime", Timestamps.text(current.startDate()));
        execution.put("RedriveCount", current.redriveCount());
        if (current.redriveDate() != null) {
            execution.put("RedriveTime", Timestamps.text(current.redriveDate()));
        }
        ObjectNode context = JsonNodeFactory.instance.objectNode();
        context.set("Execution", execution);
        context.putObject("StateMachine").put("Id", spec.stateMachineArn()).put("Name", spec.stateMachineName());
        return context;
    }
}
