package dev.anabranch.client.internal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.LongNode;
import dev.anabranch.runs.internal.action.IndexRange;
import dev.anabranch.runs.internal.action.InputLocation;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Reads the inputs of a run's actions from where they are stored. Caches the last document, because consecutive actions
 * of a fan-out have items of the same list; the memory is that of the largest document. Not thread-safe.
 */
public final class ActionInputs {

    private final RunClient client;
    private final String run;
    private Map.@Nullable Entry<String, Optional<JsonNode>> last;

    /** Creates a reader for the actions of a run. */
    public ActionInputs(RunClient client, String run) {
        this.client = client;
        this.run = run;
    }

    /**
     * Returns a part of an input.
     *
     * @return empty if nothing is stored there, if it is the result of a conditional, which no record has, if it
     *     is all results of a fan-out, which can only be read one by one, or if it is a first or last value of a fold
     */
    public Optional<JsonNode> value(InputLocation place) {
        Optional<JsonNode> value = whole(place);
        for (String field : place.fields()) {
            value = value.map(json -> json.get(field));
        }
        return value;
    }

    private Optional<JsonNode> whole(InputLocation place) {
        return switch (place.source()) {
            case RUN_INPUT -> kept("", () -> Optional.of(client.input(run)));
            case INDEX -> Optional.of(LongNode.valueOf(place.index()));
            case RESULT -> result(place);
            case ITEM -> result(place).map(list -> list.get(Math.toIntExact(place.index())));
            case WHEN, STEPS, RESULTS, PREVIOUS, INITIAL, LAST -> Optional.empty();
        };
    }

    private Optional<JsonNode> result(InputLocation place) {
        return kept(place.path() + "#" + place.node(), () -> {
            List<IndexRange> items = place.path().isEmpty() ? List.of() : IndexRange.parse(place.path());
            try (Stream<ClientResult> results = client.results(run, place.node(), items)) {
                return results.filter(result -> result.path().equals(place.path()))
                        .findFirst()
                        .flatMap(client::value);
            }
        });
    }

    private Optional<JsonNode> kept(String name, Supplier<Optional<JsonNode>> read) {
        Map.Entry<String, Optional<JsonNode>> known = last;
        if (known == null || !known.getKey().equals(name)) {
            known = Map.entry(name, read.get());
            last = known;
        }
        return known.getValue();
    }
}
