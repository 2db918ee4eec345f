package dev.anabranch.workflow.internal.trace;

import static org.assertj.core.api.Assertions.assertThat;

import dev.anabranch.task.Task;
import dev.anabranch.task.TaskContext;
import dev.anabranch.workflow.FanOut;
import dev.anabranch.workflow.Finding;
import dev.anabranch.workflow.Flow;
import dev.anabranch.workflow.Value;
import dev.anabranch.workflow.Workflow;
import dev.anabranch.workflow.internal.graph.Node;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

final class LabelFindingsTest {

    public enum Kind {
        NEW,
        OLD
    }

    public record Line(int units) {}

    public record Order(
            String number,
            Kind kind,
            UUID id,
            LocalDate due,
            boolean paid,
            Optional<Long> total,
            List<Line> lines,
            Map<String, String> notes,
            Line first,
            Object anything) {}

    public record Invoice(String number) {}

    public record Input(List<Order> orders, List<String> names) {}

    public static final class Ship implements Task<Order, String> {
        @Override
        public String run(Order order, TaskContext context) {
            return order.number();
        }
    }

    public static final class Greet implements Task<String, String> {
        @Override
        public String run(String name, TaskContext context) {
            return name;
        }
    }

    private record Orders(UnaryOperator<FanOut<String>> label) implements Workflow<Input, List<String>> {
        @Override
        public Value<List<String>> define(Flow flow, Value<Input> input) {
            return label.apply(flow.map(input.get(Input::orders), Ship.class)).toList();
        }
    }

    private record Names(UnaryOperator<FanOut<String>> label) implements Workflow<Input, List<String>> {
        @Override
        public Value<List<String>> define(Flow flow, Value<Input> input) {
            return label.apply(flow.map(input.get(Input::names), Greet.class)).toList();
        }
    }

    private static List<Finding> orders(UnaryOperator<FanOut<String>> label) {
        return TracedWorkflow.of(new Orders(label)).findings();
    }

    @Test
    void fieldsWithASingleValueAreAccepted() {
        assertThat(orders(fanOut -> fanOut.label(Order::number))).isEmpty();
        assertThat(orders(fanOut -> fanOut.label(Order::kind))).isEmpty();
        assertThat(orders(fanOut -> fanOut.label(Order::id))).isEmpty();
        assertThat(orders(fanOut -> fanOut.label(Order::due))).isEmpty();
        assertThat(orders(fanOut -> fanOut.label(Order::paid))).isEmpty();
        assertThat(orders(fanOut -> fanOut.label(Order::total))).isEmpty();
        assertThat(orders(fanOut -> fanOut.label(Order::anything))).isEmpty();
        assertThat(TracedWorkflow.of(new Names(fanOut -> fanOut.label())).findings())
                .isEmpty();
    }

    @Test
    void graphHasTheJsonNameOfTheField() {
        assertThat(TracedWorkflow.of(new Orders(fanOut -> fanOut.label(Order::number)))
                        .graph()
                        .nodes())
                .filteredOn(node -> node instanceof Node.FanOut)
                .singleElement()
                .satisfies(node ->
                        assertThat(((Node.FanOut) node).options().label()).contains("number"));
    }

    @Test
    void objectsAndListsAreFindings() {
        assertThat(orders(fanOut -> fanOut.label(Order::lines))).singleElement().satisfies(finding -> {
            assertThat(finding.id()).isEqualTo("label-type");
            assertThat(finding.message()).isEqualTo("the label is the field `lines`, whose JSON is a list.");
            assertThat(finding.place().node()).isEqualTo("map ship");
        });
        assertThat(orders(fanOut -> fanOut.label(Order::first)))
                .extracting(Finding::message)
                .containsExactly("the label is the field `first`, whose JSON is an object.");
        assertThat(orders(fanOut -> fanOut.label(Order::notes)))
                .extracting(Finding::id)
                .containsExactly("label-type");
        assertThat(orders(fanOut -> fanOut.label()))
                .extracting(Finding::message)
                .containsExactly("the label is the item itself, whose JSON is an object.");
    }

    @Test
    void fieldOfAnotherClassIsAFinding() {
        assertThat(orders(fanOut -> fanOut.label(Invoice::number)))
                .singleElement()
                .satisfies(finding -> {
                    assertThat(finding.id()).isEqualTo("label-field");
                    assertThat(finding.message())
                            .isEqualTo("the label is a field of `Invoice`, but the items of the fan-out are `Order`.");
                });
        assertThat(TracedWorkflow.of(new Names(fanOut -> fanOut.label(Order::number)))
                        .findings())
                .extracting(Finding::id)
                .containsExactly("label-field");
    }

    @Test
    void lambdaExpressionIsAFinding() {
        assertThat(orders(fanOut -> fanOut.label((Order order) -> order.number() + "!")))
                .extracting(Finding::id)
                .contains("not-an-accessor");
    }
}
