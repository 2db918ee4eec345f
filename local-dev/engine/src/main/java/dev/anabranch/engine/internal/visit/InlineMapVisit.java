package dev.anabranch.engine.internal.visit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.anabranch.engine.history.EventDetails;
import dev.anabranch.engine.history.EventType;
import dev.anabranch.engine.internal.definition.MapFields;
import dev.anabranch.engine.internal.definition.State;
import dev.anabranch.engine.internal.execution.Strand;
import dev.anabranch.engine.internal.execution.StrandGroup;
import dev.anabranch.engine.internal.map.MapItem;
import dev.anabranch.engine.internal.port.StateFailure;
import org.jspecify.annotations.Nullable;

/** A visit of an inline Map state. */
final class InlineMapVisit extends StateVisit {

    private final State.Map state;
    private final MapFields fields;
    private @Nullable StrandGroup iterations;

    InlineMapVisit(Strand strand, State.Map state, JsonNode input) {
        super(strand, state, input);
        this.state = state;
        this.fields = state.fields();
    }

    @Override
    void attempt() {
        JsonNode items = query().items(fields.items(), false);
        Long concurrency = wholeNumber(fields.maxConcurrency());
        long started = strand().record(
                        EventType.of("MapStateStarted"),
                        EventDetails.empty().with("length", Long.valueOf(items.size())));
        int most = ports().quotas().inlineConcurrency();
        int limit = concurrency == null || concurrency <= 0 ? most : (int) Math.min(concurrency, most);
        StrandGroup group = new StrandGroup(strand(), new Iterations(items, started), items.size(), limit);
        iterations = group;
        group.start();
    }

    @Override
    void reattempt() {
        if (iterations == null) {
            attempt();
        } else {
            iterations.redrive();
        }
    }

    private final class Iterations implements StrandGroup.Members {

        private final JsonNode items;
        private final long startedEvent;

        Iterations(JsonNode items, long startedEvent) {
            this.items = items;
            this.startedEvent = startedEvent;
        }

        @Override
        public Strand start(int index, Strand.Owner owner) {
            JsonNode item = items.get(index);
            ObjectNode context = MapItem.context(context(), index, item, null);
            JsonNode selector = fields.itemSelector();
            JsonNode input = selector == null ? item : query().template(selector, "ItemSelector", context);
            Strand iteration = strand().inner(state.processor(), owner, context.get("Map"), startedEvent);
            iteration.record(EventType.of("MapIterationStarted"), StrandGroup.iteration(execution(), name(), index));
            iteration.start(input);
            return iteration;
        }

        @Override
        public void guard(Runnable part) {
            attemptGuarded(part);
        }

        @Override
        public void recordSucceeded(int index, Strand strand) {
            strand.record(EventType.of("MapIterationSucceeded"), StrandGroup.iteration(execution(), name(), index));
        }

        @Override
        public void recordAborted(int index, long previousEvent) {
            execution()
                    .record(
                            previousEvent,
                            EventType.of("MapIterationAborted"),
                            StrandGroup.iteration(execution(), name(), index));
        }

        @Override
        public void recordFailed(int index, Strand strand) {
            strand.recordAside(EventType.of("MapIterationFailed"), StrandGroup.iteration(execution(), name(), index));
        }

        @Override
        public void allSucceeded(ArrayNode outputs) {
            strand().recordAside(EventType.of("MapStateSucceeded"), EventDetails.NONE);
            succeed(outputs);
        }

        @Override
        public void failed(StateFailure failure) {
            fail(failure);
        }
    }

    @Override
    void retriesExhausted() {
        strand().record(EventType.of("MapStateFailed"), EventDetails.NONE);
    }

    @Override
    void cancelAttempt() {
        if (iterations != null) {
            iterations.abort();
        }
    }

    @Override
    public void recordAborted(long previousEvent) {
        execution().record(previousEvent, EventType.of("MapStateAborted"), EventDetails.NONE);
    }
}
