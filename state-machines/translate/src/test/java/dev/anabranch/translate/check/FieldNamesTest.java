package dev.anabranch.translate.check;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.anabranch.task.Results;
import dev.anabranch.workflow.Accessor;
import dev.anabranch.workflow.Finding;
import dev.anabranch.workflow.Flow;
import dev.anabranch.workflow.RecordOf;
import dev.anabranch.workflow.Value;
import dev.anabranch.workflow.Workflow;
import dev.anabranch.workflow.internal.graph.Expr;
import dev.anabranch.workflow.internal.trace.TracedWorkflow;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import org.junit.jupiter.api.Test;

/** References use the names that fields have in JSON, or are refused; with another name, the value would be null. */
final class FieldNamesTest {

    @JsonNaming(SnakeCaseStrategy.class)
    record Reading(
            long takenAt,
            @JsonProperty("v") long value,
            @JsonUnwrapped Place place) {
        long tenfold() {
            return 10 * value;
        }
    }

    record Place(String city) {}

    /** A class with the methods of a record, as a language without records would have it. */
    public interface Named {
        String getName();
    }

    public static final class Meter implements Named {
        @Override
        public String getName() {
            return "m";
        }

        public String getURL() {
            return "u";
        }

        public String getXAxis() {
            return "x";
        }

        public boolean isOn() {
            return true;
        }
    }

    record Pair(Place left, long right) {}

    record Turned(long number, String text) {
        Turned(String text, long number) {
            this(number, text);
        }
    }

    static String getCity(Place place) {
        return place.city();
    }

    private record Fields<I>(BiFunction<Flow, Value<I>, Value<?>> definition) implements Workflow<I, Object> {
        @Override
        public String name() {
            return "fields";
        }

        @Override
        @SuppressWarnings("unchecked") // A Value only ever produces.
        public Value<Object> define(Flow flow, Value<I> input) {
            return (Value<Object>) definition.apply(flow, input);
        }
    }

    private static <I> TracedWorkflow traced(BiFunction<Flow, Value<I>, Value<?>> definition) {
        return TracedWorkflow.of(new Fields<>(definition));
    }

    private static <I, F> String field(Accessor<I, F> accessor) {
        TracedWorkflow traced = FieldNamesTest.<I>traced((flow, input) -> input.get(accessor));
        assertThat(traced.findings()).isEmpty();
        return ((Expr.Field) traced.graph().root().output()).name();
    }

    private static <I, F> void assertRefused(Accessor<I, F> accessor) {
        assertThat(FieldNamesTest.<I>traced((flow, input) -> input.get(accessor))
                        .findings())
                .extracting(Finding::id)
                .containsExactly("not-an-accessor");
    }

    @Test
    void annotationsRenameComponents() {
        assertThat(field(Reading::takenAt)).isEqualTo("taken_at");
        assertThat(field(Reading::value)).isEqualTo("v");
        assertThat(field(Place::city)).isEqualTo("city");
    }

    @Test
    void gettersUseTheirJsonNames() {
        assertThat(field(Meter::getURL)).isEqualTo("url");
        assertThat(field(Meter::getXAxis)).isEqualTo("xaxis");
        assertThat(field(Meter::isOn)).isEqualTo("on");
        assertThat(field(Meter::getName)).isEqualTo("name");
        assertThat(field(Named::getName)).isEqualTo("name");
    }

    @Test
    void methodThatReadsNoFieldIsRefused() {
        assertRefused(Reading::tenfold);
        assertRefused(Reading::place);
        assertRefused(FieldNamesTest::getCity);
        assertRefused((List<Long> list) -> list.get(0));
        assertRefused(List<Long>::isEmpty);
        assertRefused(Results<Long>::isEmpty);
        assertRefused(String::isEmpty);
        assertRefused(Map.Entry<String, Long>::getKey);
        assertRefused(Object::getClass);
    }

    @Test
    void recordsAreWrittenWithTheSameNames() {
        TracedWorkflow traced = FieldNamesTest.<Long>traced(
                (flow, input) -> flow.record(Reading::new, input, input, flow.value(new Place("Oslo"))));
        assertThat(traced.findings()).isEmpty();
        Expr.Composite composite = (Expr.Composite) traced.graph().root().output();
        assertThat(composite.fields()).containsOnlyKeys("taken_at", "v", "place");
    }

    @Test
    void fieldOfARecordThatTheDefinitionBuildsIsTheValueItself() {
        TracedWorkflow traced = FieldNamesTest.<Long>traced((flow, input) -> {
            Value<Place> place = flow.record(Place::new, flow.value("Oslo"));
            return flow.record(Pair::new, place, input).get(Pair::left).get(Place::city);
        });

        assertThat(traced.findings()).isEmpty();
        assertThat(traced.graph().root().output()).isEqualTo(new Expr.Constant(TextNode.valueOf("Oslo")));
    }

    @Test
    void constructorThatIsNotCanonicalIsRefused() {
        RecordOf.Of2<String, Long, Turned> turned = Turned::new;
        TracedWorkflow traced =
                FieldNamesTest.<Long>traced((flow, input) -> flow.record(turned, flow.value("a"), input));
        assertThat(traced.findings()).extracting(Finding::id).containsExactly("not-a-record-constructor");
    }
}
