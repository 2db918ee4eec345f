package dev.anabranch.explain.internal.cost;

import static org.assertj.core.api.Assertions.assertThat;

import dev.anabranch.explain.internal.report.Explanation;
import dev.anabranch.translate.internal.emit.Definition;
import dev.anabranch.translate.sample.Defined;
import dev.anabranch.translate.sample.Shop.Echo;
import dev.anabranch.translate.sample.Shop.Line;
import dev.anabranch.translate.sample.Shop.Order;
import dev.anabranch.translate.sample.Shop.PriceLine;
import dev.anabranch.translate.sample.Shop.Priced;
import dev.anabranch.workflow.FanOut;
import dev.anabranch.workflow.Flow;
import dev.anabranch.workflow.Value;
import dev.anabranch.workflow.internal.graph.Graph;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class ListLengthsTest {

    public record Numbered(Line line, Integer number) {}

    public record Checked(Line line, boolean paid) {}

    public record Two(Integer one, Integer other) {}

    public record Four(Two one, Two other) {}

    @Test
    void widthsFollowFromTheDefinition() {
        Definition definition = Definition.of(Defined.by((flow, order) -> {
            Value<List<Line>> lines = order.get(Order::lines);
            FanOut<Priced> prices = flow.map(lines, PriceLine.class);
            Value<List<Checked>> checked = flow.value(List.of(new Checked(new Line("a", 1), true)));
            over(flow, "range", flow.range(7));
            over(flow, "zip", flow.zip(Numbered::new, lines, flow.range(100)));
            over(flow, "product", flow.product(Numbered::new, lines, flow.range(3)));
            over(flow, "chunks", flow.chunks(lines, 30));
            over(flow, "chunks of results", flow.chunks(prices.collect(), 15));
            over(flow, "filter", flow.filter(checked, Checked::paid));
            over(flow, "flatten", flow.flatten(flow.list(List.of(lines, lines))));
            over(flow, "flatten chunks", flow.flatten(flow.chunks(lines, 7)));
            return order.get(Order::id);
        }));

        Map<String, Long> widths = AssumedWidths.of(definition.plan().graph(), 100, Map.of("map price line", 40L))
                .ofFanOut();

        assertThat(widths)
                .containsEntry("over range", 7L)
                .containsEntry("over zip", 100L)
                .containsEntry("over product", 300L)
                .containsEntry("over chunks", 4L)
                .containsEntry("over chunks of results", 3L)
                .containsEntry("over filter", 1L)
                .containsEntry("over flatten", 200L)
                .containsEntry("over flatten chunks", 100L);
    }

    @Test
    void widthsOfNestedFanOutsFollowFromTheListsAround() {
        Definition definition = Definition.of(Defined.by((flow, order) -> {
            Value<List<Line>> lines = order.get(Order::lines);
            Value<List<List<Line>>> pair = flow.list(List.of(lines, flow.value(List.of(new Line("a", 1)))));
            nested(flow, "chunk", flow.chunks(lines, 30));
            nested(flow, "large chunk", flow.chunks(lines, 300));
            nested(flow, "element", pair);
            flow.map(lines, (Value<Line> line) -> {
                over(flow, "range inside", flow.range(3));
                over(flow, "list inside", lines);
                return line;
            });
            return order.get(Order::id);
        }));

        Graph graph = definition.plan().graph();
        assertThat(AssumedWidths.of(graph, 100, Map.of()).ofFanOut())
                .containsEntry("over chunk", 30L)
                .containsEntry("over large chunk", 100L)
                .containsEntry("over element", 51L)
                .containsEntry("over range inside", 3L)
                .containsEntry("over list inside", 100L);
        assertThat(Explanation.nestedWidths(graph)).containsOnlyKeys("over element", "over list inside");
    }

    @Test
    void listsOfAnyLengthAreNotTakenForKnown() {
        Definition definition = Definition.of(Defined.by((flow, order) -> {
            Value<List<Line>> lines = order.get(Order::lines);
            flow.map(lines, (Value<Line> line) -> {
                Value<List<Integer>> unknown = flow.range(line.get(Line::quantity));
                Value<List<Two>> pairs = flow.product(Two::new, unknown, unknown);
                FanOut<String> fixed = flow.map(
                                flow.range(2), (Value<Integer> n) -> flow.call(Echo.class, flow.value("x")))
                        .named("over fixed");
                over(flow, "few chunks", flow.chunks(lines, 20_000));
                over(flow, "four lists", flow.product(Four::new, pairs, pairs));
                over(flow, "chunks of a range", flow.chunks(flow.range(10), 4));
                over(flow, "product of ranges", flow.product(Two::new, flow.range(3), flow.range(4)));
                over(flow, "chunks of results", flow.chunks(fixed.collect(), 1));
                return line;
            });
            nested(flow, "large chunk", flow.chunks(lines, 7_000));
            return order.get(Order::id);
        }));

        assertThat(Explanation.nestedWidths(definition.plan().graph()))
                .containsOnlyKeys("over few chunks", "over four lists");
    }

    private static <T> void nested(Flow flow, String name, Value<List<List<T>>> lists) {
        flow.map(lists, (Value<List<T>> list) -> {
            over(flow, name, list);
            return flow.value(1);
        });
    }

    /** Adds a fan-out with a name. */
    private static <T> void over(Flow flow, String name, Value<List<T>> list) {
        flow.map(list, (Value<T> item) -> flow.call(Echo.class, flow.value("x")))
                .named("over " + name);
    }
}
