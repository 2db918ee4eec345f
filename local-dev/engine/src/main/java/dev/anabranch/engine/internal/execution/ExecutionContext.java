package dev.anabranch.engine.internal.execution;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.anabranch.engine.execution.ExecutionSnapshot;
import dev.anabranch.engine.execution.ExecutionSpec;
import dev.anabranch.engine.history.EventDetails;
import dev.anabranch.engine.history.EventType;
import dev.anabranch.engine.internal.message.ExecutionMailbox;
import dev.anabranch.engine.internal.pending.PendingEvents;
import dev.anabranch.engine.internal.port.ExecutionPorts;
import dev.anabranch.engine.internal.value.CompactNodes;
import dev.anabranch.engine.internal.value.Timestamps;
import dev.anabranch.engine.internal.value.Uuid;
import dev.anabranch.engine.metering.Meter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The parts of an execution that its strands and visits share. Used only while a message of the execution is handled.
 */
public final class ExecutionContext {

    private final ExecutionSpec spec;
    private final Supplier<ExecutionSnapshot> snapshot;
    private final ExecutionPorts ports;
    private final ExecutionHost host;
    private final ExecutionMailbox mailbox;
    private final PendingEvents pending;
    private final HistoryRecorder history;
    private final Map<String, OpenMapRun> mapRuns = new LinkedHashMap<>();
    private final ObjectNode machineObject;
    private @Nullable ObjectNode executionObject;
    private int describedRedrives;

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
        this.machineObject = CompactNodes.INSTANCE
                .objectNode()
                .put("Id", spec.stateMachineArn())
                .put("Name", spec.stateMachineName());
    }

    /** Returns the spec of the execution. */
    public ExecutionSpec spec() {
        return spec;
    }

    /** Returns the ports. */
    public ExecutionPorts ports() {
        return ports;
    }

    /** Returns the access to other executions of the engine. */
    public ExecutionHost host() {
        return host;
    }

    /** Returns the mailbox, which also has the time and the random numbers of the execution. */
    public ExecutionMailbox mailbox() {
        return mailbox;
    }

    /** Returns the pending events of the execution. */
    public PendingEvents pending() {
        return pending;
    }

    /** Returns a random UUID that depends only on the seed of the execution. */
    public String uuid() {
        return Uuid.of(mailbox.random().nextLong(), mailbox.random().nextLong());
    }

    /** Returns new details for an event. */
    public EventDetails details() {
        return EventDetails.of(spec.historyKept());
    }

    /** Adds an event to the history and returns its id. The quota reserves one event for the end of the execution. */
    public long record(long previous, EventType type, EventDetails details) {
        return history.record(previous, type, details);
    }

    /** Meters a transition of a Standard execution, except during a replay. */
    public void meter(Meter.TransitionKind kind) {
        if (!spec.express() && !mailbox.isReplaying()) {
            ports.meter().transition(spec.stateMachineArn(), kind);
        }
    }

    /** Opens a Map Run. It receives messages until it is closed. */
    public void open(String mapRunArn, OpenMapRun run) {
        mapRuns.put(mapRunArn, run);
    }

    /** Closes a Map Run. It receives no more messages. */
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

    /** Removes all pending events and Map Runs. */
    void clear() {
        pending.clear();
        mapRuns.clear();
    }

    /** Returns a new context object without {@code State}. The values in it must not be changed. */
    public ObjectNode contextObject() {
        ObjectNode context = CompactNodes.INSTANCE.objectNode();
        context.set("Execution", executionObject());
        context.set("StateMachine", machineObject);
        return context;
    }

    /** Returns {@code Execution} of the context object, which changes only with a redrive. */
    private ObjectNode executionObject() {
        ExecutionSnapshot current = snapshot.get();
        ObjectNode known = executionObject;
        if (known != null && current.redriveCount() == describedRedrives) {
            return known;
        }
        ObjectNode execution = CompactNodes.INSTANCE.objectNode();
        execution.put("Id", spec.arn());
        execution.set("Input", spec.input());
        execution.put("Name", spec.name());
        execution.put("RoleArn", spec.roleArn());
        execution.put("StartTime", Timestamps.text(current.startDate()));
        execution.put("RedriveCount", current.redriveCount());
        if (current.redriveDate() != null) {
            execution.put("RedriveTime", Timestamps.text(current.redriveDate()));
        }
        executionObject = execution;
        describedRedrives = current.redriveCount();
        return execution;
    }
}
