package dev.anabranch.engine;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.anabranch.engine.execution.ExecutionSnapshot;
import dev.anabranch.engine.execution.ExecutionSpec;
import dev.anabranch.engine.execution.ExecutionStatus;
import dev.anabranch.engine.execution.MapRunSnapshot;
import dev.anabranch.engine.history.History;
import dev.anabranch.engine.internal.definition.DefinitionParser;
import dev.anabranch.engine.internal.definition.StateGraph;
import dev.anabranch.engine.internal.execution.ExecutionLaunch;
import dev.anabranch.engine.internal.message.ExecutionRecords;
import dev.anabranch.engine.internal.port.ExecutionOrigin;
import dev.anabranch.engine.journal.Journal;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The journal records of executions and Map Runs. An ended execution has one record. An execution that is running or
 * can be redriven also has a record for each message.
 */
final class ExecutionJournal {

    private final Journal journal;
    private final InstantSource clock;
    private final KeptDefinitions definitions;
    private final List<EndedExecution> ended = new ArrayList<>();
    private final Map<String, String> calls = new HashMap<>();

    /**
     * The Map Run ARN of each execution without an end record, by execution ARN. Empty if the execution is not a child.
     */
    private final Map<String, String> unended = new TreeMap<>();

    ExecutionJournal(Journal journal, KeptDefinitions definitions, InstantSource clock) {
        this.journal = journal;
        this.definitions = definitions;
        this.clock = clock;
        for (String key : journal.keys(ExecutionRecords.PREFIX)) {
            load(key.substring(ExecutionRecords.PREFIX.length()), journal.read(key));
        }
    }

    private void load(String arn, List<byte[]> records) {
        JsonNode first = ExecutionRecords.parse(records.get(0));
        if (first.hasNonNull("call")) {
            calls.put(first.get("call").asText(), arn);
        }
        JsonNode last = records.size() == 1 ? first : ExecutionRecords.parse(records.get(records.size() - 1));
        if (ExecutionRecords.kind(last) == ExecutionRecords.Kind.END) {
            ended.add(ended(arn, last));
        } else {
            unended.put(arn, first.path("mapRun").asText(""));
        }
    }

    private EndedExecution ended(String arn, JsonNode end) {
        return new EndedExecution(ExecutionRecords.snapshot(end), () -> {
            List<byte[]> records = journal.read(ExecutionRecords.key(arn));
            return ExecutionRecords.history(ExecutionRecords.parse(records.get(records.size() - 1)));
        });
    }

    /** Returns the executions that had ended before the process started. */
    List<EndedExecution> ended() {
        return ended;
    }

    /** Returns the ARNs of executions that tasks started, by call id. */
    Map<String, String> calls() {
        return calls;
    }

    /** Returns the ARNs of executions without an end record that are not children. */
    List<String> unfinished() {
        List<String> found = new ArrayList<>();
        unended.forEach((arn, mapRun) -> {
            if (mapRun.isEmpty()) {
                found.add(arn);
            }
        });
        return found;
    }

    /** Removes an execution from those without an end record. Returns false if it is not one of them. */
    boolean runs(String arn) {
        return unended.remove(arn) != null;
    }

    /**
     * Records that the remaining children without an end record were stopped. Their Map Runs had ended, and the
     * previous process ended before it could stop them.
     */
    List<EndedExecution> abandoned() {
        List<EndedExecution> stopped = new ArrayList<>();
        unended.forEach((arn, mapRun) -> {
            if (!mapRun.isEmpty()) {
                ExecutionOrigin origin = origin(arn);
                ExecutionSpec spec = child(arn, mapRun);
                ExecutionSnapshot snapshot = new ExecutionSnapshot(
                        spec, ExecutionStatus.ABORTED, origin.startDate(), clock.instant(), null, null, null, 0, null);
                journal.append(ExecutionRecords.key(arn), ExecutionRecords.stop(clock.instant()));
                journal.append(ExecutionRecords.key(arn), ExecutionRecords.end(snapshot, History.kept()));
                stopped.add(new EndedExecution(snapshot, List::of));
            }
        });
        unended.clear();
        return stopped;
    }

    private static ExecutionSpec child(String arn, String mapRunArn) {
        String name = arn.substring(arn.lastIndexOf(':') + 1);
        String machineArn = mapRunArn.substring(0, mapRunArn.lastIndexOf(':')).replace(":mapRun:", ":stateMachine:");
        String machine = machineArn.substring(machineArn.lastIndexOf(':') + 1);
        JsonNode none = JsonNodeFactory.instance.objectNode();
        return new ExecutionSpec(arn, name, machineArn, machine, "", null, 0, none, null, false, true, mapRunArn);
    }

    void begin(ExecutionSpec spec, ExecutionOrigin origin, String definition, @Nullable String callId) {
        if (journal.keeps()) {
            String known = definitions.keep(definition);
            journal.append(ExecutionRecords.key(spec.arn()), ExecutionRecords.begin(spec, origin, known, callId));
        }
    }

    /** Records the start of a child. Replaces the records of an earlier start. */
    void beginAgain(ExecutionSpec spec, ExecutionOrigin origin) {
        if (journal.keeps()) {
            journal.replace(ExecutionRecords.key(spec.arn()), ExecutionRecords.begin(spec, origin, null, null));
        }
    }

    void end(ExecutionSnapshot snapshot, History history) {
        if (!journal.keeps()) {
            return;
        }
        String key = ExecutionRecords.key(snapshot.spec().arn());
        boolean child = snapshot.spec().mapRunArn() != null;
        if (snapshot.spec().express() && !child) {
            journal.remove(key);
        } else if (snapshot.status() == ExecutionStatus.SUCCEEDED) {
            journal.replace(key, ExecutionRecords.end(snapshot, history));
        } else {
            journal.append(key, ExecutionRecords.end(snapshot, history));
        }
    }

    void forget(String arn) {
        journal.remove(ExecutionRecords.key(arn));
    }

    /** Returns the launch of an execution that is not a child. */
    ExecutionLaunch launch(String arn) {
        JsonNode begin = begin(arn);
        StateGraph graph = DefinitionParser.parse(
                        definitions.text(begin.path("definition").asText()), false, false)
                .definition()
                .graph();
        return new ExecutionLaunch(ExecutionRecords.spec(begin), graph);
    }

    ExecutionOrigin origin(String arn) {
        return ExecutionRecords.origin(begin(arn));
    }

    private ObjectNode begin(String arn) {
        return ExecutionRecords.parse(journal.read(ExecutionRecords.key(arn)).get(0));
    }

    List<ObjectNode> messages(String arn) {
        return journal.read(ExecutionRecords.key(arn)).stream()
                .map(ExecutionRecords::parse)
                .filter(one -> ExecutionRecords.kind(one) == ExecutionRecords.Kind.MESSAGE)
                .toList();
    }

    void end(MapRunSnapshot run) {
        if (journal.keeps()) {
            journal.replace(MapRunRecords.PREFIX + run.arn(), MapRunRecords.write(run));
        }
    }

    /** Returns the Map Runs that have ended. */
    List<MapRunSnapshot> mapRuns() {
        return journal.keys(MapRunRecords.PREFIX).stream()
                .map(key -> MapRunRecords.read(journal.read(key).get(0)))
                .toList();
    }
}
