package dev.anabranch.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.LongNode;
import dev.anabranch.action.ActionRecord;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Reads what the actions of one run were given, from the places where it is. What was read last is kept, since the actions of a fan-out are
 * looked at in their order and share a list: as much memory as the largest document that a part of an input is in. Not safe for several
 * threads.
 */
public final class ActionInputs {

    private final String runId;
    private final RunReader reader;
    private final Supplier<JsonNode> runInput;
    private Map.@Nullable Entry<String, Optional<JsonNode>> last;

    ActionInputs(String runId, RunReader reader, Supplier<JsonNode> runInput) {
        this.runId = runId;
        this.reader = reader;
        this.runInput = runInput;
    }

    /**
     * What is at a place.
     *
     * @return empty where there is nothing, where it is what a conditional is worth, which no record has, and for all results of a
     *     fan-out, which are to be read one by one
     */
    public Optional<JsonNode> value(InputPlace place) {
        Optional<JsonNode> value = whole(place);
        for (String field : place.fields()) {
            value = value.map(json -> json.get(field));
        }
        return value;
    }

    private Optional<JsonNode> whole(InputPlace place) {
        return switch (place.source()) {
            case RUN_INPUT -> kept("", () -> Optional.of(runInput.get()));
            case INDEX -> Optional.of(LongNode.valueOf(place.index()));
            case RESULT -> result(place);
            case ITEM -> result(place).map(list -> list.get(Math.toIntExact(place.index())));
            case RESULTS -> Optional.empty();
        };
    }

    private Optional<JsonNode> result(InputPlace place) {
        return kept(place.path() + "#" + place.node(), () -> reader.action(runId, place.node(), indexes(place.path()))
                .flatMap(ActionRecord::stored)
                .map(reader::json));
    }

    private Optional<JsonNode> kept(String name, Supplier<Optional<JsonNode>> read) {
        Map.Entry<String, Optional<JsonNode>> known = last;
        if (known == null || !known.getKey().equals(name)) {
            known = Map.entry(name, read.get());
            last = known;
        }
        return known.getValue();
    }

    private static List<Long> indexes(String path) {
        return path.isEmpty()
                ? List.of()
                : Arrays.stream(path.split("\\.")).map(Long::valueOf).toList();
    }
}
