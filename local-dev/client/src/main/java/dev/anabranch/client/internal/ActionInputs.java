package dev.anabranch.client.internal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.NullNode;
import dev.anabranch.client.internal.transport.ApiRefused;
import dev.anabranch.runs.internal.action.IndexRange;
import dev.anabranch.runs.internal.action.InputLocation;
import dev.anabranch.runs.internal.graph.InputPart.Source;
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
    private final boolean keepsLists;
    private Map.@Nullable Entry<String, Optional<JsonNode>> last;

    /** Creates a reader for the actions of a run. */
    public ActionInputs(RunClient client, String run) {
        this(client, run, true);
    }

    private ActionInputs(RunClient client, String run, boolean keepsLists) {
        this.client = client;
        this.run = run;
        this.keepsLists = keepsLists;
    }

    /** Creates a reader for one action of a run: of a large list it keeps only the item of that action in memory. */
    public static ActionInputs ofOneAction(RunClient client, String run) {
        return new ActionInputs(client, run, false);
    }

    /**
     * Returns a part of an input.
     *
     * @return empty if nothing is stored there, if it is the result of a conditional or of an attempt, which no record
     *     has, or if it is all results of a fan-out, which can only be read one by one
     */
    public Optional<JsonNode> value(InputLocation place) {
        Optional<JsonNode> value = whole(place);
        for (String field : place.fields()) {
            // A task receives null for a field that is missing.
            value = value.map(json -> json.hasNonNull(field) ? json.get(field) : NullNode.instance);
        }
        return value;
    }

    /**
     * Returns where a part of an input is: for the result of a fold over an empty list, which has no records, where its
     * initial value is.
     */
    public List<InputLocation> places(InputLocation place) {
        return place.source() == Source.LAST
                        && !place.initial().isEmpty()
                        && last(place).isEmpty()
                ? place.initial()
                : List.of(place);
    }

    private Optional<JsonNode> whole(InputLocation place) {
        return switch (place.source()) {
            case RUN_INPUT -> kept("", () -> Optional.of(client.input(run)));
            case INDEX -> Optional.of(LongNode.valueOf(place.index()));
            case RESULT -> result(place);
            case ITEM ->
                keepsLists
                        ? result(place).map(list -> list.get(Math.toIntExact(place.index())))
                        : stored(place).flatMap(list -> client.element(list, place.index()));
            case LAST -> last(place);
            case CONSTANT -> Optional.ofNullable(place.value());
            case WHEN, STEPS, RESULTS, PREVIOUS, INITIAL -> Optional.empty();
        };
    }

    private Optional<JsonNode> result(InputLocation place) {
        return kept(place.path() + "#" + place.node(), () -> stored(place).flatMap(client::value));
    }

    private Optional<ClientResult> stored(InputLocation place) {
        List<IndexRange> items = place.path().isEmpty() ? List.of() : IndexRange.parse(place.path());
        try (Stream<ClientResult> results = client.results(run, place.node(), items, Optional.empty())) {
            return results.filter(result -> result.path().equals(place.path())).findFirst();
        }
    }

    /** Returns the input of a run that an action has started; empty if the run does not exist any more. */
    public Optional<JsonNode> ofRun(String started) {
        try {
            return Optional.of(client.input(started));
        } catch (ApiRefused deleted) {
            return Optional.empty();
        }
    }

    /** Returns the result of the last item or round, which is that of the fold or loop. */
    private Optional<JsonNode> last(InputLocation place) {
        return kept(place.path() + "#last#" + place.node(), () -> {
            List<IndexRange> items = place.path().isEmpty() ? List.of() : IndexRange.parse(place.path());
            try (Stream<ClientResult> results = client.results(run, place.node(), items, Optional.empty())) {
                return results.reduce((earlier, later) -> later).flatMap(client::value);
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
