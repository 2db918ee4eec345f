package dev.anabranch.benchmarks;

import com.dashjoin.jsonata.Jsonata;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.h2.mvstore.MVMap;
import org.h2.mvstore.MVStore;
import org.h2.mvstore.type.ByteArrayDataType;
import org.h2.mvstore.type.StringDataType;

/**
 * The least work of a tracked action, with the libraries and the sizes of the embedded cloud: one JSONata evaluation of
 * the arguments, writing and reading the invocation and the reply as JSON, and two conditional writes of a record.
 */
final class ActionFloor implements AutoCloseable {

    private static final int STARTED_BYTES = 230;
    private static final int FINISHED_BYTES = 310;

    private final JsonMapper mapper = new JsonMapper();
    private final Jsonata arguments = Jsonata.jsonata("""
            {"anabranch": 1, "run": $states.input.run, "workflow": "trivial-fan", "node": "identity",
             "path": $string($states.input.index), "entered": $states.context.State.EnteredTime,
             "retry": $states.context.State.RetryCount, "timeout": 60, "input": $states.input.item,
             "reply": {"kind": "nothing"}}""");
    private final MVStore store = new MVStore.Builder().open();
    private final MVMap<String, byte[]> records = store.openMap(
            "records",
            new MVMap.Builder<String, byte[]>().keyType(StringDataType.INSTANCE).valueType(ByteArrayDataType.INSTANCE));

    /** Does the work of actions, one after the other. */
    void run(int actions) throws IOException {
        records.clear();
        for (int index = 0; index < actions; index++) {
            act(index);
        }
    }

    private void act(int index) throws IOException {
        Map<String, Object> state = Map.of("EnteredTime", "2026-01-01T00:00:00.000Z", "RetryCount", 0);
        Map<String, Object> input = Map.of(
                "run", Map.of("id", "trivial-fan-20260101-000000-000"), "index", index, "item", Map.of("v", index));
        Jsonata.Frame frame = arguments.createFrame();
        frame.bind("states", (Object) Map.of("input", input, "context", Map.of("State", state)));
        byte[] invocation = mapper.writeValueAsBytes(arguments.evaluate(null, frame));
        JsonNode read = mapper.readTree(invocation);
        String key = read.path("run").path("id").asText() + "#identity##" + index / 250 + "#" + index;
        byte[] started = new byte[STARTED_BYTES];
        if (records.putIfAbsent(key, started) != null) {
            throw new IllegalStateException("Record " + key + " exists.");
        }
        byte[] reply = mapper.writeValueAsBytes(new LinkedHashMap<>(Map.of("v", read.path("input"))));
        if (!records.replace(key, started, new byte[FINISHED_BYTES])
                || mapper.readTree(reply).isEmpty()) {
            throw new IllegalStateException("Record " + key + " has changed.");
        }
    }

    @Override
    public void close() {
        store.close();
    }
}
