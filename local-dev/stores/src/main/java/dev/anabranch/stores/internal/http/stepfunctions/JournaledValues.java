package dev.anabranch.stores.internal.http.stepfunctions;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.anabranch.engine.journal.Journal;
import dev.anabranch.stores.internal.http.json.ProtocolJson;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A map from ARNs to values, in ARN order, that is also stored in the engine's journal. Thread-safe. */
final class JournaledValues<V> {

    private final Map<String, V> values = new ConcurrentSkipListMap<>();
    private final Journal journal;
    private final String prefix;
    private final Function<V, ObjectNode> writer;

    /** @param prefix the prefix of the keys in the journal; no other map may use it */
    JournaledValues(Journal journal, String prefix, Function<V, ObjectNode> writer, Function<JsonNode, V> reader) {
        this.journal = journal;
        this.prefix = prefix;
        this.writer = writer;
        for (String key : journal.keys(prefix)) {
            values.put(
                    key.substring(prefix.length()),
                    reader.apply(ProtocolJson.parse(journal.read(key).get(0))));
        }
    }

    @Nullable
    V get(String arn) {
        return values.get(arn);
    }

    /** Returns all values in the order of their ARNs. */
    List<V> all() {
        return List.copyOf(values.values());
    }

    synchronized void put(String arn, V value) {
        values.put(arn, value);
        if (journal.keeps()) {
            journal.replace(prefix + arn, ProtocolJson.bytes(writer.apply(value)));
        }
    }

    synchronized void remove(String arn) {
        values.remove(arn);
        journal.remove(prefix + arn);
    }
}
